package io.tidemark.qcow2;

import io.tidemark.qcow2.format.BitmapsExtension;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.format.L2Entry;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Damages single words of the metadata of a sound image, and of its header.
final class DamagedImage {
    private final MemoryImageSource sound;
    private final Header header;
    /// Where there are tables: header, L1, L2, refcount table and blocks, snapshots, bitmaps.
    private final List<ByteRange> tables = new ArrayList<>();

    DamagedImage(MemoryImageSource sound) throws IOException {
        this.sound = sound;
        HeaderArea area = HeaderArea.read(sound);
        this.header = area.header();
        tables.add(new ByteRange(0, area.extensionsEnd() + 8));
        ByteRange l1 = new ByteRange(header.l1Offset(), header.l1Entries() * 8L);
        tables.add(l1);
        addNamedBy(l1, L2Entry.OFFSET_MASK);
        ByteRange refcounts = new ByteRange(
                header.refcountTableOffset(), (long) header.refcountTableClusters() << header.clusterBits());
        tables.add(refcounts);
        addNamedBy(refcounts, -512L);
        if (header.snapshots() > 0) {
            tables.add(new ByteRange(header.snapshotsOffset(), 40L * header.snapshots()));
        }
        if (header.bitmapsAgree() && area.bitmaps(sound.name()).isPresent()) {
            BitmapsExtension bitmaps = area.bitmaps(sound.name()).get();
            tables.add(new ByteRange(bitmaps.directoryOffset(), bitmaps.directorySize()));
            tables.add(new ByteRange(word(sound, bitmaps.directoryOffset()), 8));
        }
    }

    /// A copy with one word of one table changed: mostly a bit of one that is not zero.
    MemoryImageSource damaged(RandomGenerator random) throws IOException {
        ByteRange table = tables.get(random.nextInt(tables.size()));
        List<Long> used = usedWords(table);
        long at = used.isEmpty() || random.nextInt(8) == 0
                ? table.start() + random.nextLong(Math.max(1, table.length() / 8)) * 8
                : used.get(random.nextInt(used.size()));
        long word = word(sound, at);
        long other = used.isEmpty() ? 0 : word(sound, used.get(random.nextInt(used.size())));
        long changed = switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> other;
            case 2 -> word + (1L << header.clusterBits());
            default -> word ^ 1L << random.nextInt(64);
        };
        MemoryImageSource damaged = sound.copy();
        damaged.write(ByteBuffer.allocate(8).putLong(0, changed), at);
        return damaged;
    }

    private void addNamedBy(ByteRange table, long mask) throws IOException {
        for (long at : usedWords(table)) {
            long offset = word(sound, at) & mask;
            if (offset != 0) {
                tables.add(new ByteRange(offset, header.clusterSize()));
            }
        }
    }

    private List<Long> usedWords(ByteRange table) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) table.length());
        sound.readPadded(content, table.start());
        List<Long> used = new ArrayList<>();
        for (int at = 0; at + 8 <= content.limit(); at += 8) {
            if (content.getLong(at) != 0) {
                used.add(table.start() + at);
            }
        }
        return used;
    }

    private static long word(MemoryImageSource source, long at) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(8);
        source.readPadded(word, at);
        return word.getLong(0);
    }
}
