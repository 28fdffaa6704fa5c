package io.tidemark.qcow2;

import io.tidemark.qcow2.source.MemoryImageSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Builds small version 3 images in memory, written from the specification and not with the code under test.
///
/// Order in the file: header, L1, L2 tables and data, bitmap tables and data, bitmap directory, refcount
/// table, refcount blocks; every cluster counts once.
final class ImageFixture {
    static final int BITMAPS = 0x23852875;
    static final int FEATURE_NAMES = 0x6803f857;

    private record Bitmap(String name, int granularityBits, int flags, ByteBuffer extra, List<byte[]> clusters) {}

    private final int clusterBits;
    private final int refcountOrder;
    private final TreeMap<Long, byte[]> guest = new TreeMap<>();
    private final LinkedHashMap<String, Bitmap> bitmaps = new LinkedHashMap<>();
    private final List<byte[]> before = new ArrayList<>();
    private final List<byte[]> after = new ArrayList<>();
    private long virtualSize = 1 << 20;
    private int headerLength = 112;
    private long incompatible;
    private long compatible;
    private long autoclear = 1;
    private String backing = "";
    private int spareClusters;

    ImageFixture(int clusterBits, int refcountOrder) {
        this.clusterBits = clusterBits;
        this.refcountOrder = refcountOrder;
    }

    ImageFixture virtualSize(long bytes) {
        virtualSize = bytes;
        return this;
    }

    ImageFixture headerLength(int bytes) {
        headerLength = bytes;
        return this;
    }

    ImageFixture features(long incompatibleBits, long compatibleBits, long autoclearBits) {
        incompatible = incompatibleBits;
        compatible = compatibleBits;
        autoclear = autoclearBits;
        return this;
    }

    /// A header extension before that of the bitmaps.
    ImageFixture extensionBefore(int type, int length) {
        before.add(extension(type, new byte[length]));
        return this;
    }

    /// A header extension after that of the bitmaps.
    ImageFixture extensionAfter(int type, int length) {
        after.add(extension(type, new byte[length]));
        return this;
    }

    /// A name of a backing file, right behind the extensions; its format is qcow2.
    ImageFixture backing(String name) {
        backing = name;
        before.add(extension(0xe2792aca, "qcow2".getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /// Fills a guest cluster with a byte.
    ImageFixture data(long cluster, int value) {
        byte[] content = new byte[1 << clusterBits];
        Arrays.fill(content, (byte) value);
        guest.put(cluster, content);
        return this;
    }

    /// Free clusters inside the file.
    ImageFixture spare(int clusters) {
        spareClusters = clusters;
        return this;
    }

    /// A bitmap with bits set.
    ImageFixture bitmap(String name, int granularityBits, int flags, long... bits) {
        long count = (virtualSize + (1L << granularityBits) - 1) >> granularityBits;
        long bytes = (count + 7) / 8;
        List<byte[]> clusters = new ArrayList<>();
        for (long at = 0; at < bytes; at += 1 << clusterBits) {
            clusters.add(new byte[1 << clusterBits]);
        }
        for (long bit : bits) {
            byte[] cluster = clusters.get((int) ((bit / 8) >> clusterBits));
            cluster[(int) (bit / 8) & ((1 << clusterBits) - 1)] |= (byte) (1 << (bit & 7));
        }
        bitmaps.put(name, new Bitmap(name, granularityBits, flags, ByteBuffer.allocate(0), clusters));
        return this;
    }

    /// Gives the last bitmap extra data.
    ImageFixture extra(byte... extra) {
        Bitmap last = bitmaps.lastEntry().getValue();
        bitmaps.put(
                bitmaps.lastEntry().getKey(),
                new Bitmap(last.name(), last.granularityBits(), last.flags(), ByteBuffer.wrap(extra), last.clusters()));
        return this;
    }

    Built build() {
        return new Layout().build();
    }

    private static byte[] extension(int type, byte[] data) {
        byte[] whole = new byte[8 + ((data.length + 7) & -8)];
        ByteBuffer.wrap(whole).putInt(type).putInt(data.length).put(data);
        return whole;
    }

    private final class Layout {
        private final MemoryImageSource source = new MemoryImageSource("fixture");
        private final Map<String, Long> entries = new LinkedHashMap<>();
        private final Map<String, Long> tables = new LinkedHashMap<>();
        private long next = 1;
        private int refcountTableClusters;

        Built build() {
            int perTable = 1 << (clusterBits - 3);
            int l1Entries = (int) ((virtualSize - 1) / ((long) perTable << clusterBits)) + 1;
            long l1 = take(l1Entries * 8L);
            Map<Long, Long> l2 = new TreeMap<>();
            guest.forEach((cluster, content) -> {
                long table = l2.computeIfAbsent(cluster / perTable, index -> {
                    long offset = take(1);
                    putLong(l1 + index * 8, offset | 1L << 63);
                    return offset;
                });
                long host = take(1);
                put(content, host);
                putLong(table + cluster % perTable * 8, host | 1L << 63);
            });
            long directory = bitmaps.isEmpty() ? 0 : layDirectory();
            int directorySize = directory == 0 ? 0 : directorySize();
            long spareStart = next;
            next += spareClusters;
            long refcountTable = layRefcounts(spareStart);
            int extension = layHeader(l1, l1Entries, refcountTable, directory, directorySize);
            return new Built(source, extension, directory, directorySize, entries, tables);
        }

        private long layDirectory() {
            bitmaps.forEach((name, bitmap) -> {
                long table = take(bitmap.clusters().size() * 8L);
                tables.put(name, table);
                for (int i = 0; i < bitmap.clusters().size(); i++) {
                    byte[] content = bitmap.clusters().get(i);
                    if (!isZero(content)) {
                        long host = take(1);
                        put(content, host);
                        putLong(table + i * 8L, host);
                    }
                }
            });
            long directory = take(directorySize());
            long at = directory;
            for (Map.Entry<String, Bitmap> named : bitmaps.entrySet()) {
                Bitmap bitmap = named.getValue();
                ByteBuffer entry = ByteBuffer.allocate(entryLength(bitmap));
                entry.putLong(tables.getOrDefault(named.getKey(), 0L))
                        .putInt(bitmap.clusters().size());
                entry.putInt(bitmap.flags()).put((byte) 1).put((byte) bitmap.granularityBits());
                byte[] name = bitmap.name().getBytes(StandardCharsets.UTF_8);
                entry.putShort((short) name.length).putInt(bitmap.extra().remaining());
                entry.put(bitmap.extra().duplicate()).put(name);
                entries.put(named.getKey(), at);
                put(entry.array(), at);
                at += entry.capacity();
            }
            return directory;
        }

        private long layRefcounts(long spareStart) {
            long spareEnd = next;
            long perBlock = (8L << clusterBits) >> refcountOrder;
            long blocks = 1;
            long tableClusters = 1;
            while (blocks * perBlock < next + tableClusters + blocks) {
                blocks++;
                tableClusters = (blocks * 8 + (1 << clusterBits) - 1) >> clusterBits;
            }
            long table = take(tableClusters << clusterBits);
            long first = take(blocks << clusterBits);
            for (long i = 0; i < blocks; i++) {
                putLong(table + i * 8, first + (i << clusterBits));
            }
            byte[] counts = new byte[(int) (blocks << clusterBits)];
            for (long cluster = 0; cluster < next; cluster++) {
                if (cluster < spareStart || cluster >= spareEnd) {
                    count(counts, cluster);
                }
            }
            put(counts, first);
            refcountTableClusters = (int) tableClusters;
            return table;
        }

        private void count(byte[] counts, long cluster) {
            if (refcountOrder < 3) {
                long bit = cluster << refcountOrder;
                counts[(int) (bit >> 3)] |= (byte) (1 << (bit & 7));
            } else {
                int width = 1 << (refcountOrder - 3);
                counts[(int) (cluster * width) + width - 1] = 1;
            }
        }

        private int layHeader(long l1, int l1Entries, long refcountTable, long directory, int directorySize) {
            ByteBuffer header = ByteBuffer.allocate(1 << clusterBits);
            header.putInt(0x514649fb).putInt(3).putLong(0).putInt(0).putInt(clusterBits);
            header.putLong(virtualSize).putInt(0).putInt(l1Entries).putLong(l1).putLong(refcountTable);
            header.putInt(refcountTableClusters).putInt(0).putLong(0);
            header.putLong(incompatible).putLong(compatible).putLong(autoclear);
            header.putInt(refcountOrder).putInt(headerLength).put((byte) 0);
            for (int i = 112; i < headerLength; i++) {
                header.put(i, (byte) 0xa5);
            }
            header.position(headerLength);
            before.forEach(header::put);
            int extension = 0;
            if (directory != 0) {
                header.putInt(BITMAPS).putInt(24);
                extension = header.position();
                header.putInt(bitmaps.size()).putInt(0).putLong(directorySize).putLong(directory);
            }
            after.forEach(header::put);
            header.putLong(0);
            if (!backing.isEmpty()) {
                header.putLong(8, header.position()).putInt(16, backing.length());
                header.put(backing.getBytes(StandardCharsets.UTF_8));
            }
            put(header.array(), 0);
            return extension;
        }

        private int directorySize() {
            return bitmaps.values().stream().mapToInt(this::entryLength).sum();
        }

        private int entryLength(Bitmap bitmap) {
            int name = bitmap.name().getBytes(StandardCharsets.UTF_8).length;
            return (24 + bitmap.extra().remaining() + name + 7) & -8;
        }

        private long take(long bytes) {
            long offset = next << clusterBits;
            long clusters = (bytes + (1 << clusterBits) - 1) >> clusterBits;
            next += clusters;
            put(new byte[(int) (clusters << clusterBits)], offset);
            return offset;
        }

        private void putLong(long position, long value) {
            put(ByteBuffer.allocate(8).putLong(0, value).array(), position);
        }

        private void put(byte[] content, long position) {
            source.write(ByteBuffer.wrap(content), position);
        }
    }

    private static boolean isZero(byte[] content) {
        for (byte b : content) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
