package io.tidemark.benchmarks;

import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;

/// Dirties a bitmap of an image of 1 TiB made by `qemu-img create`: clusters of 64 KiB, so a bit for each and 2 MiB of
/// bits.
final class TebibyteImage {
    static final String BITMAP = "mark";

    private static final long SIZE = 1L << 40;
    private static final int GRANULE = 64 << 10;
    private static final int CLUSTER = 64 << 10;
    private static final int WRITES = 16_384;

    /// How the writes lie.
    enum Pattern {
        /// 16,384 single granules spread evenly: every part of the bitmap has some.
        SCATTERED,
        /// Every second granule of 2 GiB.
        DENSE,
        /// Every second granule of the whole disk, 8,388,608 of them: no bitmap has more ranges.
        ALTERNATING
    }

    private TebibyteImage() {}

    /// Adds the bitmap to an image and dirties it.
    static void dirty(Path image, String pattern) throws IOException {
        Pattern chosen = Pattern.valueOf(pattern.toUpperCase(Locale.ROOT));
        long distance = chosen == Pattern.DENSE ? 2L * GRANULE : SIZE / WRITES;
        var writes = LongStream.range(0, WRITES)
                .mapToObj(n -> new ByteRange(n * distance, GRANULE))
                .toList();
        DirtyBitmap bitmap;
        try (Qcow2Image opened = Qcow2Image.open(image, Access.WRITE, ImageResolver.refusing())) {
            opened.editBitmaps()
                    .add(BITMAP, GRANULE, Recording.ON)
                    .mark(BITMAP, writes)
                    .store();
            bitmap = opened.bitmap(BITMAP).orElseThrow();
        }
        if (chosen == Pattern.ALTERNATING) {
            overwriteBits(image, bitmap);
        }
    }

    /// Every cluster of bits is there already: puts another pattern into each.
    private static void overwriteBits(Path image, DirtyBitmap bitmap) throws IOException {
        byte[] bits = new byte[CLUSTER];
        Arrays.fill(bits, (byte) 0x55);
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer table = ByteBuffer.allocate((int) bitmap.tableEntries() * Long.BYTES);
            while (table.hasRemaining() && file.read(table, bitmap.tableOffset() + table.position()) >= 0) {}
            for (int i = 0; i < bitmap.tableEntries(); i++) {
                file.write(ByteBuffer.wrap(bits), table.getLong(i * Long.BYTES));
            }
        }
    }
}
