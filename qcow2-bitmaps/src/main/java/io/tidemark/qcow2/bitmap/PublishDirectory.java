package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.BitmapException.Problem;
import io.tidemark.qcow2.format.BitmapsExtension;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.format.HeaderExtension;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.SectorSwitch;
import io.tidemark.qcow2.source.UndoFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The first directory of an image, or the first after a program without bitmap support voided those there
/// were.
///
/// As long as the autoclear bit is clear the extension counts for nothing, so it is laid down first, and the
/// bit is the switch. A new extension goes where the end marker is: its data and a new end marker behind the
/// old one, out of sight, then its head over it in one write. The backing file's name is copied further down
/// before where it is in the way.
final class PublishDirectory implements DirectorySwitch {
    private static final int NEW_LENGTH =
            HeaderExtension.HEAD_LENGTH + BitmapsExtension.LENGTH + HeaderExtension.HEAD_LENGTH;

    private final ImageSource source;
    private final HeaderArea area;
    private final int position;
    /// Where the backing file's name goes; 0 when it stays.
    private final int newBackingOffset;

    private PublishDirectory(ImageSource source, HeaderArea area, int position, int newBackingOffset) {
        this.source = source;
        this.area = area;
        this.position = position;
        this.newBackingOffset = newBackingOffset;
    }

    /// @throws BitmapException  when the first cluster has no room for an extension
    static PublishDirectory planned(ImageSource source, HeaderArea area) throws BitmapException {
        Optional<HeaderExtension> voided = area.extension(HeaderExtension.BITMAPS);
        if (voided.isPresent() && voided.get().data().length() != BitmapsExtension.LENGTH) {
            throw new BitmapException(
                    Problem.NOT_WRITABLE,
                    source.name(),
                    "its bitmaps extension, which counts for nothing, has %d bytes instead of 24. QEMU refuses such an image altogether: copy what is in it to a new one."
                            .formatted(voided.get().data().length()));
        }
        if (voided.isPresent()) {
            return new PublishDirectory(source, area, voided.get().position(), 0);
        }
        int position = area.extensionsEnd();
        int end = position + NEW_LENGTH;
        if (end <= area.areaEnd()) {
            return new PublishDirectory(source, area, position, 0);
        }
        int oldName = (int) area.header().backingOffset();
        if (oldName != 0 && position + HeaderExtension.HEAD_LENGTH > oldName) {
            // Nothing ends the extensions but the name itself: moved away, it would be read as an extension.
            throw new BitmapException(
                    Problem.NOT_WRITABLE,
                    source.name(),
                    "its header extensions have no end marker before the backing file's name. Let QEMU write the header anew: qemu-img rebase -u with the same backing file.");
        }
        int newName = (Math.max(end, oldName + area.backingName().length()) + 7) & -8;
        if (oldName == 0
                || newName + area.backingName().length() > area.header().clusterSize()) {
            throw new BitmapException(
                    Problem.NOT_WRITABLE,
                    source.name(),
                    "its first cluster of %d bytes has no room for the bitmaps extension. Convert it to clusters of 64 KiB."
                            .formatted(area.header().clusterSize()));
        }
        return new PublishDirectory(source, area, position, newName);
    }

    @Override
    public void prepare(BitmapsExtension directory) throws IOException {
        if (area.header().bitmapsAgree()) {
            // Set without an extension: a slip of whoever wrote it, to be undone before one appears.
            DirectorySwitch.autoclear(autoclear() | Header.AUTOCLEAR_BITMAPS, autoclear())
                    .apply(source);
        }
        if (hasVoidExtension()) {
            source.write(directory.encode(), position + HeaderExtension.HEAD_LENGTH);
            return;
        }
        moveBackingName();
        ByteBuffer hidden = ByteBuffer.allocate(BitmapsExtension.LENGTH + HeaderExtension.HEAD_LENGTH);
        hidden.put(directory.encode()).rewind();
        source.write(hidden, position + HeaderExtension.HEAD_LENGTH);
    }

    @Override
    public void apply(BitmapsExtension directory) throws IOException {
        SectorSwitch publish = DirectorySwitch.autoclear(autoclear(), autoclear() | Header.AUTOCLEAR_BITMAPS);
        if (hasVoidExtension()) {
            publish.apply(source);
            return;
        }
        long head = ((long) HeaderExtension.BITMAPS << 32) | BitmapsExtension.LENGTH;
        SectorSwitch.ofLong(position, 0, head).apply(source);
        try {
            publish.apply(source);
        } catch (UndoFailedException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            DirectorySwitch.takeBack(SectorSwitch.ofLong(position, head, 0), source, e);
            throw e;
        }
    }

    private void moveBackingName() throws IOException {
        if (newBackingOffset == 0) {
            return;
        }
        ByteBuffer name = area.backingName().view();
        source.write(name, newBackingOffset);
        source.flush();
        SectorSwitch.ofLong(Header.BACKING_OFFSET_POSITION, area.header().backingOffset(), newBackingOffset)
                .apply(source);
    }

    private boolean hasVoidExtension() {
        return area.extension(HeaderExtension.BITMAPS).isPresent();
    }

    private long autoclear() {
        return area.header().autoclear() & 2;
    }
}
