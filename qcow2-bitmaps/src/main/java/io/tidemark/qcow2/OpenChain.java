package io.tidemark.qcow2;

import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.format.HeaderExtension;
import io.tidemark.qcow2.guest.BackingChain;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.FileImageSource;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.qcow2.source.ImageSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The images below the top one, opened under read locks, and the disk they make together with it.
final class OpenChain implements Closeable {
    /// Deeper chains are made by mistake; each image costs a file and its L1 table.
    private static final int MAX_DEPTH = 256;

    private final ImageResolver resolver;
    private final BackingChain disk = new BackingChain();
    private final ChainBitmaps bitmaps = new ChainBitmaps();
    private final List<BackingFile> backingFiles = new ArrayList<>();
    private final List<ImageSource> opened = new ArrayList<>();

    private OpenChain(ImageResolver resolver) {
        this.resolver = resolver;
    }

    /// Opens everything below an image. The top source stays with the caller.
    static OpenChain open(ImageSource top, HeaderArea area, ImageResolver resolver) throws IOException {
        OpenChain chain = new OpenChain(resolver);
        try {
            chain.disk.addQcow2(top, area.header());
            chain.descend(top, area);
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

    @Override
    public void close() throws IOException {
        disk.close();
        IOException failure = null;
        for (ImageSource source : opened) {
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

    private void descend(ImageSource top, HeaderArea area) throws IOException {
        ImageSource referrer = top;
        HeaderArea current = area;
        while (current.backingName().length() > 0) {
            FileImageSource below = openBelow(top, referrer, current);
            if (isRaw(referrer, current)) {
                disk.addRaw(below);
                bitmaps.addRaw();
                return;
            }
            current = HeaderArea.read(below);
            disk.addQcow2(below, current.header());
            bitmaps.addQcow2(below, current);
            referrer = below;
        }
    }

    private FileImageSource openBelow(ImageSource top, ImageSource referrer, HeaderArea area) throws IOException {
        boolean raw = isRaw(referrer, area);
        String name = area.backingName().text();
        Path path = resolver.resolve(pathOf(referrer), name);
        if (isOpen(top, path) || opened.size() >= MAX_DEPTH) {
            throw Qcow2FormatException.corrupt(
                    referrer.name(),
                    area.header().backingOffset(),
                    "backing file \"%s\"".formatted(name),
                    "an image that is not above it in the chain, at most %d deep".formatted(MAX_DEPTH),
                    path);
        }
        FileImageSource below = FileImageSource.open(path, Access.READ);
        opened.add(below);
        backingFiles.add(new BackingFile(name, raw ? "raw" : "qcow2", path));
        return below;
    }

    private boolean isOpen(ImageSource top, Path path) throws IOException {
        if (top instanceof FileImageSource file && file.isAt(path)) {
            return true;
        }
        for (ImageSource source : opened) {
            if (source instanceof FileImageSource file && file.isAt(path)) {
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
