package io.tidemark.cli.quickstart;

import io.tidemark.cli.quickstart.GuestContent.Piece;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.Qcow2Writer;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Stands in for a machine where QEMU's tools are not installed. It makes a real qcow2 image with Tidemark's
/// own writer; but only QEMU sets the bits of a mark while it writes, and this does not pretend to: it
/// replaces the image by one with the new content and without a mark, as a tool would that knows nothing of
/// marks. So the backup after it compares.
final class TidemarkGuest implements Guest {
    private static final int CLUSTER = 64 * 1024;

    private final GuestContent content;

    TidemarkGuest(GuestContent content) {
        this.content = content;
    }

    @Override
    public String description() {
        return "made and written by Tidemark itself, as qemu-img and qemu-io are not installed; so no mark records the"
                + " writes, and the second backup compares. Install qemu-utils to see it read from a mark";
    }

    @Override
    public boolean keepsMarks() {
        return false;
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
        try (Qcow2Image old = Qcow2Image.open(image, Access.WRITE, ImageResolver.refusing());
                Qcow2Writer writer = Qcow2Writer.create(changed, old.virtualSize(), CLUSTER)) {
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
            // Still under the old image's lock, so that no backup reads a half of each.
            Files.move(changed, image, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        return (long) pieces.size() * CLUSTER;
    }

    @Override
    public boolean confirmIdentical(Path image, Path restored) {
        return false;
    }
}
