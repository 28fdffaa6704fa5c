package io.tidemark.cli.quickstart;

import io.tidemark.cli.quickstart.GuestContent.Piece;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.Qcow2Writer;
import io.tidemark.qcow2.bitmap.BitmapEditor;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// Stands in for a machine where QEMU's tools are not installed: a real qcow2 image made by Tidemark's own writer. When
/// it writes, it makes the image anew with the new content and takes every bitmap along, with the bits of what it wrote
/// set in those that record, as QEMU does.
final class TidemarkGuest implements Guest {
    private static final int CLUSTER = 64 * 1024;

    private final GuestContent content;

    TidemarkGuest(GuestContent content) {
        this.content = content;
    }

    @Override
    public String description() {
        return "made and written by Tidemark's own writer, which sets the bits of the mark as QEMU would, since qemu-img"
                + " and qemu-io are not installed";
    }

    @Override
    public void create(Path image) throws IOException {
        try (Qcow2Writer writer = Qcow2Writer.create(image, GuestContent.DISK_BYTES, CLUSTER)) {
            for (Piece piece : content.first()) {
                writer.write(piece.offset(), piece.bytes());
            }
            writer.finish();
        }
    }

    @Override
    public long write(Path image) throws IOException {
        Path changed = image.resolveSibling(image.getFileName() + ".changed");
        List<Piece> pieces = content.later();
        try (Qcow2Image old = Qcow2Image.open(image, Access.WRITE, ImageResolver.refusing())) {
            copyWith(pieces, old, changed);
            takeBitmapsAlong(old, changed, pieces);
            // Still under the old image's lock, so that no backup reads a half of each.
            Files.move(changed, image, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        return (long) pieces.size() * CLUSTER;
    }

    private static void copyWith(List<Piece> pieces, Qcow2Image old, Path changed) throws IOException {
        try (Qcow2Writer writer = Qcow2Writer.create(changed, old.virtualSize(), CLUSTER)) {
            int next = 0;
            ByteBuffer buffer = ByteBuffer.allocateDirect(CLUSTER);
            for (long offset = 0; offset < old.virtualSize(); offset += CLUSTER) {
                if (next < pieces.size() && pieces.get(next).offset() == offset) {
                    writer.write(offset, pieces.get(next++).bytes());
                } else {
                    old.read(offset, buffer.clear());
                    writer.write(offset, buffer.flip());
                }
            }
            writer.finish();
        }
    }

    private static void takeBitmapsAlong(Qcow2Image old, Path changed, List<Piece> written) throws IOException {
        try (Qcow2Image image = Qcow2Image.open(changed, Access.WRITE, ImageResolver.refusing())) {
            BitmapEditor editor = image.editBitmaps();
            for (DirtyBitmap bitmap : old.bitmaps()) {
                List<ByteRange> dirty = new ArrayList<>();
                RangeCursor cursor = old.dirtyExtents(bitmap);
                for (ByteRange range = cursor.next(); range != null; range = cursor.next()) {
                    dirty.add(range);
                }
                if (bitmap.recording()) {
                    written.forEach(piece -> dirty.add(new ByteRange(piece.offset(), CLUSTER)));
                }
                Recording recording = bitmap.recording() ? Recording.ON : Recording.OFF;
                editor.add(bitmap.name(), bitmap.granularity(), recording).mark(bitmap.name(), dirty);
            }
            editor.store();
        }
    }

    @Override
    public boolean confirmIdentical(Path image, Path restored) {
        return false;
    }
}
