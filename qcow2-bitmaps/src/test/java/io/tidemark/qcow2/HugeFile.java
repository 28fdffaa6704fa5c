package io.tidemark.qcow2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// A sparse version 3 image whose metadata are as large as the format allows; written piece by piece, as none
/// of it may take much memory here.
///
/// Header, L1 table at 64 MiB, refcount table at 128 MiB, directory of bitmaps or snapshots at 192 MiB, the
/// rest from [#FREE] on.
final class HugeFile {
    static final long MIB = 1 << 20;
    static final long FREE = 512 * MIB;
    static final long L1 = 64 * MIB;
    private static final long REFCOUNTS = 128 * MIB;
    static final long DIRECTORY = 192 * MIB;
    static final long TABLE = FREE + 4 * MIB;
    private static final long BLOCK = FREE + 8 * MIB;
    static final long L2 = FREE + 12 * MIB;

    private final Path path;
    private final int clusterBits;
    private final ByteBuffer header = ByteBuffer.allocate(4096);
    private final FileChannel channel;

    HugeFile(Path path, int clusterBits, long virtualSize, int l1Entries) throws IOException {
        this.path = path;
        this.clusterBits = clusterBits;
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        header.putInt(0, 0x514649fb).putInt(4, 3).putInt(20, clusterBits).putLong(24, virtualSize);
        header.putInt(36, l1Entries).putLong(40, L1);
        header.putLong(48, REFCOUNTS).putInt(56, (int) ((8 * MIB) >> clusterBits));
        header.putInt(96, 4).putInt(100, 104);
        header.position(104);
        putLong(FREE + 32 * MIB - 8, 0);
    }

    /// Counts all clusters that anything is in here once, with one refcount block for as many entries of the
    /// table as that takes; for counts of 16 bits.
    HugeFile counted() throws IOException {
        ones(BLOCK, 1 << clusterBits, 2);
        long clusters = (FREE + 32 * MIB) >> clusterBits;
        for (int i = 0; i <= clusters >> (clusterBits - 1); i++) {
            block(i, BLOCK);
        }
        return this;
    }

    /// Fills a piece with counts of 1 of some bytes each.
    HugeFile ones(long at, int length, int width) throws IOException {
        ByteBuffer counts = ByteBuffer.allocate(length);
        for (int i = width - 1; i < length; i += width) {
            counts.put(i, (byte) 1);
        }
        channel.write(counts, at);
        return this;
    }

    HugeFile refcountOrder(int order) {
        header.putInt(96, order);
        return this;
    }

    /// A qcow2 file below; the last thing to be added.
    HugeFile backing(String name) {
        extension(0xe2792aca, "qcow2".getBytes(StandardCharsets.UTF_8));
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        header.putLong(8, 2048).putInt(16, bytes.length).put(2048, bytes);
        return this;
    }

    /// An extension that nobody knows, over the rest of the first cluster; without a name of a backing file.
    HugeFile largeExtension() {
        header.putInt(0x11223344).putInt((1 << clusterBits) - header.position() - 64);
        return this;
    }

    /// Bitmaps that share one table, whose first entry names a cluster of clear bits at [#FREE].
    HugeFile bitmaps(int count, int granularityBits, int tableEntries, int nameLength, int nameFiller)
            throws IOException {
        int length = (24 + nameLength + 7) & -8;
        ByteBuffer piece = ByteBuffer.allocate(length * 64);
        for (int i = 0; i < count; i++) {
            byte[] name = new byte[nameLength];
            Arrays.fill(name, (byte) nameFiller);
            byte[] number = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(number, 0, name, 0, number.length);
            int at = piece.position();
            piece.putLong(TABLE).putInt(tableEntries).putInt(2).put((byte) 1).put((byte) granularityBits);
            piece.putShort((short) nameLength).putInt(0).put(name).position(at + length);
            if (!piece.hasRemaining() || i + 1 == count) {
                long start = DIRECTORY + (i + 1L) * length - piece.position();
                channel.write(piece.flip(), start);
                piece.clear();
                piece.put(new byte[piece.capacity()]).clear();
            }
        }
        putLong(TABLE, FREE);
        return directoryOf(count, (long) count * length);
    }

    HugeFile snapshots(int count, int nameLength) throws IOException {
        int length = (40 + 16 + nameLength + 7) & -8;
        int perPiece = 1024;
        ByteBuffer piece = ByteBuffer.allocate(length * perPiece);
        for (int at = 0; at < piece.capacity(); at += length) {
            piece.putLong(at, L1).putShort(at + 14, (short) nameLength).putInt(at + 36, 16);
        }
        for (int i = 0; i < count; i += perPiece) {
            channel.write(piece.rewind(), DIRECTORY + (long) i * length);
        }
        header.putInt(60, count).putLong(64, DIRECTORY);
        return this;
    }

    /// Bitmaps in a directory of which only the size is told.
    HugeFile directoryOf(int count, long bytes) {
        header.putLong(88, 1);
        extension(
                0x23852875,
                ByteBuffer.allocate(24)
                        .putInt(count)
                        .putInt(0)
                        .putLong(bytes)
                        .putLong(DIRECTORY)
                        .array());
        return this;
    }

    /// Lets all entries of the L1 table name one empty L2 table.
    HugeFile fullL1(int entries) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) MIB);
        while (piece.hasRemaining()) {
            piece.putLong(L2);
        }
        for (long at = 0; at < entries * 8L; at += MIB) {
            channel.write(piece.rewind(), L1 + at);
        }
        return this;
    }

    /// A refcount block.
    HugeFile block(int index, long offset) throws IOException {
        return putLong(REFCOUNTS + index * 8L, offset);
    }

    HugeFile putLong(long at, long value) throws IOException {
        channel.write(ByteBuffer.allocate(8).putLong(0, value), at);
        return this;
    }

    Path write() throws IOException {
        channel.write(header.clear(), 0);
        channel.close();
        return path;
    }

    private void extension(int type, byte[] data) {
        header.putInt(type).putInt(data.length).put(data);
        header.position((header.position() + 7) & -8);
    }
}
