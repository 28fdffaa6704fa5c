package io.tidemark.qcow2;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.format.HeaderExtension;
import io.tidemark.qcow2.guest.BackingChain;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.FileImageSource;
import io.tidemark.qcow2.source.FileReference;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.qcow2.source.ImageSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The files that the top image needs, opened under read locks, and the disk they make together with it:
/// backing files and the external data files of the image and of those.
final class OpenChain implements Closeable {
    /// Deeper chains are made by mistake; each image costs a file and its L1 table.
    private static final int MAX_FILES = 256;

    private final ImageResolver resolver;
    private final BackingChain disk = new BackingChain();
    private final ChainBitmaps bitmaps = new ChainBitmaps();
    private final List<BackingFile> backingFiles = new ArrayList<>();
    private final List<FileImageSource> opened = new ArrayList<>();
    private final ImageSource top;
    private @Nullable DataFile dataFile;

    private OpenChain(ImageSource top, ImageResolver resolver) {
        this.top = top;
        this.resolver = resolver;
    }

    /// Opens everything that an image needs. The top source stays with the caller.
    static OpenChain open(ImageSource top, HeaderArea area, ImageResolver resolver) throws IOException {
        OpenChain chain = new OpenChain(top, resolver);
        try {
            chain.dataFile = chain.addQcow2(top, area);
            chain.descend(area);
            return chain;
        } catch (IOException | RuntimeException e) {
            try {
                chain.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    BackingChain disk() {
        return disk;
    }

    /// The bitmaps of the images below the top.
    ChainBitmaps bitmaps() {
        return bitmaps;
    }

    /// From the top's backing file down.
    List<BackingFile> backingFiles() {
        return List.copyOf(backingFiles);
    }

    /// The top's external data file.
    Optional<DataFile> dataFile() {
        return Optional.ofNullable(dataFile);
    }

    @Override
    public void close() throws IOException {
        disk.close();
        IOException failure = null;
        for (FileImageSource source : opened) {
            try {
                source.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void descend(HeaderArea area) throws IOException {
        ImageSource referrer = top;
        HeaderArea current = area;
        while (current.backingName().length() > 0) {
            String name = current.backingName().text();
            boolean raw = isRaw(referrer, current);
            FileImageSource below = open(referrer, FileReference.Role.BACKING, name);
            if (raw) {
                disk.addRaw(below);
                bitmaps.addRaw();
                backingFiles.add(new BackingFile(name, "raw", below.path(), null));
                return;
            }
            current = HeaderArea.read(below);
            DataFile data = addQcow2(below, current);
            bitmaps.addQcow2(below, current);
            backingFiles.add(new BackingFile(name, "qcow2", below.path(), data));
            referrer = below;
        }
    }

    private @Nullable DataFile addQcow2(ImageSource image, HeaderArea area) throws IOException {
        if (!area.header().dataFile()) {
            disk.addQcow2(image, image, area.header());
            return null;
        }
        String name = area.dataFileName(image.name()).text();
        FileImageSource data = open(image, FileReference.Role.DATA, name);
        disk.addQcow2(image, data, area.header());
        return new DataFile(name, area.header().rawDataFile(), data.path());
    }

    /// Opens a file that an image names, unless it is one of those in use here already: that is a circle or
    /// a mistake.
    private FileImageSource open(ImageSource referrer, FileReference.Role role, String name) throws IOException {
        FileReference reference = new FileReference(pathOf(referrer), role, name);
        Path path = resolver.resolve(reference);
        try {
            return open(referrer, reference, path);
        } catch (FileSystemException e) {
            throw reference.unreadable(e);
        }
    }

    private FileImageSource open(ImageSource referrer, FileReference reference, Path path) throws IOException {
        if (isOpen(path) || opened.size() >= MAX_FILES) {
            throw Qcow2FormatException.corrupt(
                    referrer.name(),
                    0,
                    "%s \"%s\"".formatted(reference.role().words(), reference.name()),
                    "a file that is not in this chain already, of at most %d files".formatted(MAX_FILES),
                    path);
        }
        FileImageSource file = FileImageSource.open(path, Access.READ);
        opened.add(file);
        return file;
    }

    private boolean isOpen(Path path) throws IOException {
        if (top instanceof FileImageSource file && file.isAt(path)) {
            return true;
        }
        for (FileImageSource file : opened) {
            if (file.isAt(path)) {
                return true;
            }
        }
        return false;
    }

    private static Path pathOf(ImageSource source) {
        return source instanceof FileImageSource file ? file.path() : Path.of(source.name());
    }

    /// Formats are taken from the header, never guessed: a guest could write a qcow2 header into a raw disk.
    private static boolean isRaw(ImageSource referrer, HeaderArea area) throws UnsupportedImageException {
        String format = area.extension(HeaderExtension.BACKING_FORMAT)
                .map(extension -> extension.data().text())
                .orElse("");
        return switch (format) {
            case "raw" -> true;
            case "qcow2" -> false;
            case "" ->
                throw new UnsupportedImageException(
                        referrer.name(),
                        "a backing file without a format",
                        "Name it: qemu-img rebase -u -b \"%s\" -F qcow2 (or raw)"
                                .formatted(area.backingName().text()));
            default ->
                throw new UnsupportedImageException(
                        referrer.name(),
                        "a backing file of format \"%s\"".formatted(format),
                        "Convert the backing file to qcow2 or raw and rebase the image onto it.");
        };
    }
}
