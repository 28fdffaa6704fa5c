package io.tidemark.qcow2;

import io.tidemark.qcow2.source.MemoryImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// One image of the zoo that `zoo/make` made, and what QEMU's tools answered about it.
///
/// @param name  its folder
/// @param answers  the lines of its file `answers`
record ZooImage(String name, List<String> answers) {
    private static final int PIECE = 4096;

    /// A line "bitmap": granularity in bytes, flags or "-", name as JSON has it.
    record Bitmap(long granularity, String flags, String name) {}

    /// A line "snapshot": the hash is that of its content, "refused" or "skipped".
    record Snapshot(String id, String tag, String hash) {}

    ZooImage {
        answers = List.copyOf(answers);
    }

    /// All images that are checked in, by name.
    static List<ZooImage> all() throws IOException {
        return Files.readAllLines(fixtures().resolve("names")).stream()
                .map(ZooImage::named)
                .toList();
    }

    /// One of them.
    static ZooImage named(String name) {
        return read(fixtures(), name);
    }

    /// One that `zoo/make` made in a folder.
    static ZooImage read(Path zoo, String name) {
        try {
            return new ZooImage(name, Files.readAllLines(zoo.resolve(name).resolve("answers")));
        } catch (IOException e) {
            throw new AssertionError("No image \"%s\" in the zoo at %s".formatted(name, zoo), e);
        }
    }

    /// The version of QEMU the fixtures come from.
    static String qemuVersion() throws IOException {
        return Files.readString(fixtures().resolve("qemu-img.version")).strip();
    }

    /// The image itself, in memory, without the files below it.
    MemoryImageSource source() throws IOException {
        MemoryImageSource source = new MemoryImageSource(name);
        unpack(fixtures().resolve(name).resolve("disk.qcow2.gz"), source::write, source::truncate);
        return source;
    }

    /// Unpacks the image and the files below it, with holes for zeros.
    ///
    /// @return the path of the topmost
    Path unpackInto(Path folder) throws IOException {
        try (DirectoryStream<Path> packed = Files.newDirectoryStream(fixtures().resolve(name), "*.gz")) {
            for (Path file : packed) {
                Path target = folder.resolve(file.getFileName().toString().replace(".gz", ""));
                try (FileChannel channel =
                        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    unpack(file, channel::write, size -> {
                        if (size > channel.size()) {
                            channel.write(ByteBuffer.allocate(1), size - 1);
                        }
                    });
                }
            }
        }
        return folder.resolve("disk.qcow2");
    }

    /// The same without holes, as `zoo/make` has them when it asks QEMU: what is said of holes depends on the
    /// file system.
    Path unpackWholeInto(Path folder) throws IOException {
        Path top = unpackInto(folder);
        try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(folder)) {
            for (Path file : unpacked) {
                Files.write(file, Files.readAllBytes(file));
            }
        }
        return top;
    }

    /// The words after the first that starts the line, when there is one such line.
    String answer(String first) {
        return answers(first).stream().findFirst().orElse("");
    }

    /// What follows the first word, of all lines that start with it.
    List<String> answers(String first) {
        return answers.stream()
                .filter(line -> line.startsWith(first + " "))
                .map(line -> line.substring(first.length() + 1))
                .toList();
    }

    /// `clean`, `leaking`, `corrupt`, or `refused` when QEMU could not check it at all.
    String state() {
        return answer("check").split(" ", 2)[0];
    }

    List<Bitmap> bitmaps() {
        return answers("bitmap").stream()
                .map(line -> line.split(" ", 3))
                .map(words -> new Bitmap(Long.parseLong(words[0]), words[1], words[2]))
                .toList();
    }

    /// Whether `zoo/make` had QEMU export a bitmap: one of the first four, with a name that fits into NBD.
    boolean exported(String bitmap) {
        return bitmaps().stream()
                .limit(4)
                .anyMatch(found -> found.name().equals(bitmap)
                        && bitmap.length() <= 200
                        && !found.flags().contains("in-use"));
    }

    /// The dirty ranges of a bitmap, `start+length` each.
    List<String> dirty(String bitmap) {
        return answers("dirty").stream()
                .map(line -> line.split(" ", 3))
                .filter(words -> words[2].equals(bitmap))
                .map(words -> words[0] + "+" + words[1])
                .toList();
    }

    List<Snapshot> snapshots() {
        return answers("snapshot").stream()
                .map(line -> line.split(" ", 3))
                .map(words -> new Snapshot(words[0], words[1], words[2]))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }

    private static Path fixtures() {
        var folder = ZooImage.class.getResource("/zoo");
        if (folder == null) {
            throw new AssertionError("No zoo among the test resources. Make it: zoo/make --fixtures");
        }
        try {
            return Path.of(folder.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static void unpack(Path packed, Target target, Ending ending) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(packed), 1 << 16)) {
            byte[] piece = new byte[PIECE];
            byte[] zeros = new byte[PIECE];
            long at = 0;
            for (int count = in.readNBytes(piece, 0, PIECE); count > 0; count = in.readNBytes(piece, 0, PIECE)) {
                if (!Arrays.equals(piece, 0, count, zeros, 0, count)) {
                    target.write(ByteBuffer.wrap(piece, 0, count), at);
                }
                at += count;
            }
            ending.at(at);
        }
    }

    @FunctionalInterface
    private interface Target {
        void write(ByteBuffer content, long position) throws IOException;
    }

    @FunctionalInterface
    private interface Ending {
        void at(long size) throws IOException;
    }
}
