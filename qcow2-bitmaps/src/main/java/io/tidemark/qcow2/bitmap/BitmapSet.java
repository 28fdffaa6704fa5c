package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.failure.Qcow2FormatException;
import io.tidemark.qcow2.format.BitmapDirectory;
import io.tidemark.qcow2.format.BitmapDirectoryEntry;
import io.tidemark.qcow2.format.BitmapsExtension;
import io.tidemark.qcow2.format.Bytes;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.format.HeaderExtension;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The bitmaps of an image as they are on disk at one moment (qcow2 specification, "Bitmaps").
///
/// Holds the directory, 4 MiB of it at most, not the bits. Threads may share it. It uses the source as long
/// as its ranges are read, and leaves it open.
public final class BitmapSet {
    private static final BitmapDirectory NONE = new BitmapDirectory(List.of());

    private final ImageSource source;
    private final HeaderArea area;
    private final @Nullable BitmapsExtension extension;
    private final BitmapDirectory directory;

    private BitmapSet(
            ImageSource source, HeaderArea area, @Nullable BitmapsExtension extension, BitmapDirectory directory) {
        this.source = source;
        this.area = area;
        this.extension = extension;
        this.directory = directory;
    }

    /// Reads the directory; an image without bitmaps has an empty set.
    ///
    /// @throws BitmapException  when the extension or the directory break the format
    public static BitmapSet read(ImageSource source, HeaderArea area) throws IOException {
        try {
            Optional<BitmapsExtension> extension = area.bitmaps(source.name());
            if (extension.isPresent() && tooLarge(extension.get())) {
                if (!area.header().bitmapsAgree()) {
                    return new BitmapSet(source, area, null, NONE);
                }
                throw new BitmapException(
                        Problem.LIMIT,
                        source.name(),
                        "its directory of bitmaps has %d bytes, at most %d are read. Remove bitmaps with \"qemu-img bitmap --remove\"."
                                .formatted(extension.get().directorySize(), BitmapsExtension.MAX_HELD_SIZE));
            }
            BitmapDirectory directory =
                    extension.isEmpty() ? NONE : BitmapDirectory.read(source, area.header(), extension.get());
            return new BitmapSet(source, area, extension.orElse(null), directory);
        } catch (Qcow2FormatException e) {
            if (!area.header().bitmapsAgree()) {
                // The extension is void, and where it points there may be anything by now.
                return new BitmapSet(source, area, null, NONE);
            }
            throw new BitmapException(
                    Problem.DIRECTORY_INVALID,
                    source.name(),
                    "its bitmaps cannot be read; the guest's data do not depend on them. QEMU refuses such an image until bit 0 of byte 95 is cleared: "
                            + e.getMessage(),
                    e);
        }
    }

    /// What is listed, in the order of the directory.
    public List<DirtyBitmap> bitmaps() throws IOException {
        long fileSize = source.size();
        return directory.entries().stream()
                .map(entry -> describe(entry, fileSize))
                .toList();
    }

    /// The bitmap whose name is exactly this text.
    public Optional<DirtyBitmap> bitmap(String name) throws IOException {
        long fileSize = source.size();
        Bytes bytes = Bytes.of(name);
        return directory.entries().stream()
                .filter(entry -> entry.name().equals(bytes))
                .map(entry -> describe(entry, fileSize))
                .findFirst();
    }

    /// Whether a program that does not keep bitmaps wrote to the image: all of them are void then.
    public boolean invalidated() {
        return area.extension(HeaderExtension.BITMAPS).isPresent()
                && !area.header().bitmapsAgree();
    }

    /// The dirty ranges of a bitmap of this set that notes all writes.
    ///
    /// @throws BitmapException  when it does not, too
    public RangeCursor recordedRanges(DirtyBitmap bitmap) throws IOException {
        if (!bitmap.recording()) {
            throw new BitmapException(
                    Problem.NOT_RECORDING,
                    source.name(),
                    "bitmap \"%s\" does not record, so it may have missed writes. Back up fully."
                            .formatted(bitmap.name()));
        }
        return dirtyRanges(bitmap);
    }

    /// The dirty ranges of a bitmap of this set.
    ///
    /// @throws BitmapException  when the bitmap is not here as described, or not usable
    public RangeCursor dirtyRanges(DirtyBitmap bitmap) throws IOException {
        long fileSize = source.size();
        for (BitmapDirectoryEntry entry : directory.entries()) {
            if (entry.tableOffset() != bitmap.tableOffset()) {
                continue;
            }
            DirtyBitmap here = describe(entry, fileSize);
            if (here.equals(bitmap)) {
                requireUsable(here);
                BitmapTable table = new BitmapTable(source, area.header(), entry);
                return new BitCursor(table, area.header().virtualSize(), entry.granularityBits());
            }
        }
        throw new BitmapException(
                Problem.MISSING,
                source.name(),
                "no bitmap \"%s\" with its table at %d. It was stored or removed since it was listed: list the bitmaps again."
                        .formatted(bitmap.name(), bitmap.tableOffset()));
    }

    /// Sound, but more than is held in memory.
    private static boolean tooLarge(BitmapsExtension extension) {
        return extension.directorySize() > BitmapsExtension.MAX_HELD_SIZE
                && extension.directorySize() <= BitmapsExtension.MAX_DIRECTORY_SIZE;
    }

    /// Bytes of all tables together.
    public long tableBytes() {
        return directory.entries().stream()
                .mapToLong(entry -> entry.tableEntries() * Long.BYTES)
                .sum();
    }

    /// Names the bitmaps that break the format, and how. To be in use is no such thing: that is what a killed
    /// writer leaves behind.
    public void forEachBroken(BiConsumer<String, String> receiver) throws IOException {
        long fileSize = source.size();
        for (BitmapDirectoryEntry entry : directory.entries()) {
            String violation = EntryRules.violation(entry, area.header(), fileSize);
            if (violation != null) {
                receiver.accept(entry.name().text(), violation);
            }
        }
    }

    HeaderArea area() {
        return area;
    }

    @Nullable
    BitmapsExtension extension() {
        return extension;
    }

    BitmapDirectory directory() {
        return directory;
    }

    private void requireUsable(DirtyBitmap bitmap) throws BitmapException {
        if (bitmap.unusable() != null) {
            Problem problem =
                    invalidated() ? Problem.INVALIDATED : bitmap.inconsistent() ? Problem.IN_USE : Problem.INVALID;
            throw new BitmapException(
                    problem,
                    source.name(),
                    "bitmap \"%s\" cannot be used: %s".formatted(bitmap.name(), bitmap.unusable()));
        }
    }

    private DirtyBitmap describe(BitmapDirectoryEntry entry, long fileSize) {
        int bits = entry.granularityBits();
        return new DirtyBitmap(
                entry.name().text(),
                bits <= 62 ? 1L << bits : Long.MAX_VALUE,
                entry.has(BitmapDirectoryEntry.AUTO),
                entry.has(BitmapDirectoryEntry.IN_USE),
                invalidated()
                        ? "a program without bitmap support wrote to the image, so no bitmap of it counts. Back up fully, then remove it."
                        : entry.has(BitmapDirectoryEntry.IN_USE)
                                ? "it was not stored when the image was last open (in_use), what it missed is unknown. Back up fully, then remove it."
                                : EntryRules.violation(entry, area.header(), fileSize),
                entry.tableOffset(),
                entry.tableEntries());
    }
}
