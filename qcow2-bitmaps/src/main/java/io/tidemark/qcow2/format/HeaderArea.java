package io.tidemark.qcow2.format;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The first cluster of an image: header, extensions, name of the backing file (qcow2 specification, "Header"
/// and "Header extensions"). Positions are bytes of the file.
///
/// @param header  the fixed part
/// @param extensions  those that decide what the image is, in the order of the file
/// @param extensionsEnd  where the end marker is or, when there is no room for one, where the area ends
/// @param areaEnd  the first byte that extensions may not use
/// @param backingName  the name, empty for none
/// @param digest  of every byte that counts, unknown extensions among them, to tell whether someone changed
///     one
public record HeaderArea(
        Header header,
        List<HeaderExtension> extensions,
        int extensionsEnd,
        int areaEnd,
        Bytes backingName,
        Bytes digest) {
    private static final int FIRST_READ = 4096;

    public HeaderArea {
        extensions = List.copyOf(extensions);
    }

    /// Reads the area.
    ///
    /// @throws Qcow2FormatException  when it breaks the format
    /// @throws UnsupportedImageException  when the image needs what this library does not do
    public static HeaderArea read(ImageSource source) throws IOException {
        ByteBuffer start = readStart(source, FIRST_READ);
        Header header = Header.parse(source.name(), start);
        if (header.clusterSize() > start.limit()) {
            start = readStart(source, header.clusterSize());
        } else {
            start.limit(Math.min(start.limit(), header.clusterSize()));
        }
        return parse(source.name(), header, start);
    }

    /// The extension of a type, when there is one.
    public Optional<HeaderExtension> extension(int type) {
        return extensions.stream().filter(e -> e.type() == type).findFirst();
    }

    /// The bitmaps extension, when there is one.
    public Optional<BitmapsExtension> bitmaps(String image) throws Qcow2FormatException {
        Optional<HeaderExtension> extension = extension(HeaderExtension.BITMAPS);
        return extension.isEmpty()
                ? Optional.empty()
                : Optional.of(BitmapsExtension.parse(new Checks(image), extension.get()));
    }

    /// The name of the external data file.
    ///
    /// @throws Qcow2FormatException  when the image says that it has one but does not name it
    public Bytes dataFileName(String image) throws Qcow2FormatException {
        return extension(HeaderExtension.DATA_FILE)
                .map(HeaderExtension::data)
                .filter(name -> name.length() > 0)
                .orElseThrow(() -> Qcow2FormatException.corrupt(
                        image, extensionsEnd, "header extensions", "the name of the external data file", "none"));
    }

    private static ByteBuffer readStart(ImageSource source, int length) throws IOException {
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(length, source.size()));
        source.readPadded(start, 0);
        return start.flip();
    }

    private static HeaderArea parse(String image, Header header, ByteBuffer start) throws Qcow2FormatException {
        Checks checks = new Checks(image);
        int end = header.backingOffset() != 0 ? (int) header.backingOffset() : header.clusterSize();
        // A file may end right after the end marker; beyond it there are only zeros.
        int readable = Math.min(end, start.limit());
        List<HeaderExtension> extensions = new ArrayList<>();
        int at = header.length();
        while (at + HeaderExtension.HEAD_LENGTH <= readable && start.getInt(at) != HeaderExtension.END) {
            int length = start.getInt(at + 4);
            checks.holds(
                    length >= 0 && length <= end - at - HeaderExtension.HEAD_LENGTH,
                    at + 4,
                    "length of header extension %08x".formatted(start.getInt(at)),
                    "at most " + (end - at - HeaderExtension.HEAD_LENGTH),
                    Integer.toUnsignedString(length));
            checks.inside(at, HeaderExtension.HEAD_LENGTH + length, start.limit(), "a header extension");
            HeaderExtension extension = HeaderExtension.parse(checks, start, at, length);
            if (extension.decides()) {
                requireFirst(checks, extensions, extension);
                extensions.add(extension);
            }
            at += HeaderExtension.HEAD_LENGTH + HeaderExtension.padded(length);
        }
        Bytes name = Bytes.EMPTY;
        if (header.backingOffset() != 0) {
            checks.inside(end, header.backingLength(), start.limit(), "the backing file's name");
            name = Bytes.copyOf(start, end, header.backingLength());
        }
        int used = Math.min(start.limit(), Math.max(at + HeaderExtension.HEAD_LENGTH, end(header)));
        return new HeaderArea(header, extensions, Math.min(at, end), end, name, Bytes.digest(start, used));
    }

    /// Of two extensions of a kind that decides what the image is, programs differ in which one they take.
    private static void requireFirst(Checks checks, List<HeaderExtension> before, HeaderExtension next)
            throws Qcow2FormatException {
        checks.holds(
                before.stream().noneMatch(extension -> extension.type() == next.type()),
                next.position(),
                "header extension %08x".formatted(next.type()),
                "one of its kind",
                "a second one");
    }

    private static int end(Header header) {
        return header.backingOffset() == 0 ? 0 : (int) header.backingOffset() + header.backingLength();
    }
}
