package io.tidemark.qcow2;

import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.ImageNotAllowedException;
import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.qcow2.layout.Compression;
import io.tidemark.qcow2.layout.ImageOptions;
import io.tidemark.qcow2.layout.NewBitmap;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;

/// Damages small images at random: those of the zoo, and some that are built here.
final class ImageMutator {
    private static final Path ZOO = Path.of("src/test/resources/zoo");
    private static final int MOST_BYTES = 1 << 20;
    private static final int HEADER_BYTES = 144;

    /// A damaged image.
    ///
    /// @param name  of the image it was made from
    record Mutant(String name, MemoryImageSource image) {}

    private final List<Map.Entry<String, byte[]>> originals;

    private ImageMutator(Map<String, byte[]> originals) {
        this.originals = List.copyOf(originals.entrySet());
    }

    /// With all images there are that do not need others.
    static ImageMutator load() throws IOException {
        Map<String, byte[]> originals = new TreeMap<>();
        try (DirectoryStream<Path> animals = Files.newDirectoryStream(ZOO)) {
            for (Path animal : animals) {
                Path packed = animal.resolve("disk.qcow2.gz");
                byte[] content = Files.exists(packed) ? unpacked(packed) : new byte[0];
                if (content.length > 0 && content.length <= MOST_BYTES && standsAlone(content)) {
                    originals.put(animal.getFileName().toString(), content);
                }
            }
        }
        for (int order : new int[] {0, 1, 4, 6}) {
            Built built = new ImageFixture(9, order)
                    .data(0, 1)
                    .data(7, 2)
                    .bitmap("a", 12, 2, 0)
                    .bitmap("b", 16, 2, 1, 15)
                    .build();
            originals.put("fixture with refcount order " + order, bytes(built.source()));
        }
        for (Compression compression : Compression.values()) {
            originals.put(
                    "written, " + compression,
                    written(ImageOptions.clusters(4096).with(compression)));
        }
        originals.put("written, extended", written(ImageOptions.clusters(16384).withExtendedL2()));
        return new ImageMutator(originals);
    }

    int originals() {
        return originals.size();
    }

    /// Another damaged image.
    Mutant next(RandomGenerator random) {
        Map.Entry<String, byte[]> original = originals.get(random.nextInt(originals.size()));
        byte[] content = original.getValue().clone();
        int end = content.length;
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            switch (random.nextInt(7)) {
                case 0, 1 -> flipBit(content, random);
                case 2 -> ByteBuffer.wrap(content).putLong(word(content, random), interesting(content, random));
                case 3 -> ByteBuffer.wrap(content).putInt(4 * random.nextInt(HEADER_BYTES / 4), random.nextInt());
                case 4 ->
                    ByteBuffer.wrap(content)
                            .putLong(8 * random.nextInt(HEADER_BYTES / 8), interesting(content, random));
                case 5 -> copyPiece(content, random);
                case 6 -> end = random.nextInt(16) == 0 ? random.nextInt(content.length) : end;
                default -> throw new IllegalStateException();
            }
        }
        MemoryImageSource image = MemoryImageSource.of(original.getKey(), content);
        image.truncate(end);
        return new Mutant(original.getKey(), image);
    }

    private static void flipBit(byte[] content, RandomGenerator random) {
        int position = random.nextInt(3) == 0 ? random.nextInt(HEADER_BYTES) : word(content, random);
        content[position + random.nextInt(8)] ^= (byte) (1 << random.nextInt(8));
    }

    /// Where an aligned word is, preferably one that is not zero: most of an image is.
    private static int word(byte[] content, RandomGenerator random) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        int position = 0;
        for (int i = 0; i < 200; i++) {
            position = 8 * random.nextInt(content.length / 8);
            if (buffer.getLong(position) != 0) {
                break;
            }
        }
        return position;
    }

    /// A value that means something in many places.
    private static long interesting(byte[] content, RandomGenerator random) {
        long cluster = (long) random.nextInt(content.length / 512) * 512;
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> 1L << random.nextInt(64);
            case 3 -> (1L << random.nextInt(64)) - 1;
            case 4 -> random.nextLong();
            case 5 -> cluster;
            case 6 -> cluster | 1L << 63;
            case 7 -> cluster | 1L << 62 | random.nextLong() << 54;
            case 8 -> content.length - (long) random.nextInt(1024);
            case 9 -> ByteBuffer.wrap(content).getLong(word(content, random));
            default -> throw new IllegalStateException();
        };
    }

    private static void copyPiece(byte[] content, RandomGenerator random) {
        int length = Math.min(content.length, 512 << random.nextInt(8));
        int from = random.nextInt(content.length - length + 1) & -512;
        int to = random.nextInt(content.length - length + 1) & -512;
        System.arraycopy(content, from, content, to, length);
    }

    private static boolean standsAlone(byte[] content) throws IOException {
        try (Qcow2Image _ = Qcow2Image.open(MemoryImageSource.of("original", content), ImageResolver.refusing())) {
            return true;
        } catch (ImageNotAllowedException e) {
            return false;
        } catch (Qcow2Exception e) {
            return true;
        }
    }

    private static byte[] unpacked(Path packed) throws IOException {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(packed))) {
            return stream.readNBytes(MOST_BYTES + 1);
        }
    }

    private static byte[] written(ImageOptions options) throws IOException {
        MemoryImageSource target = new MemoryImageSource("written");
        NewBitmap mark = new NewBitmap("b", 65536, Recording.ON);
        ByteBuffer content = ByteBuffer.allocateDirect(8 << 14);
        while (content.hasRemaining()) {
            content.put((byte) (content.position() % 251 + 1));
        }
        try (Qcow2Writer writer = Qcow2Writer.create(target, 1 << 20, options.with(mark))) {
            writer.write(1 << 18, content.flip());
            writer.finish();
        }
        return bytes(target);
    }

    private static byte[] bytes(MemoryImageSource source) throws IOException {
        byte[] bytes = new byte[(int) source.size()];
        source.readPadded(ByteBuffer.wrap(bytes), 0);
        return bytes;
    }
}
