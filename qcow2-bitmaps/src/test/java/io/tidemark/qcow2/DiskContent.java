package io.tidemark.qcow2;

import io.tidemark.qcow2.guest.Extent;
import io.tidemark.qcow2.guest.ExtentCursor;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What this library finds in an image, in the forms that [QemuImage] has QEMU's answers in.
final class DiskContent {
    /// How a disk, active or of a snapshot, is read.
    @FunctionalInterface
    interface Reader {
        void read(long offset, ByteBuffer dst) throws IOException;
    }

    private DiskContent() {}

    /// Opens an image that may use all files beside it.
    static Qcow2Image open(QemuImage image) throws IOException {
        return Qcow2Image.open(
                image.path(),
                Access.READ,
                ImageResolver.within(List.of(image.path().getParent())));
    }

    /// All bytes, read in steps.
    static byte[] bytes(QemuImage image, int step) throws IOException {
        try (Qcow2Image ours = open(image)) {
            return bytes(ours::read, ours.virtualSize(), step);
        }
    }

    /// The same for any disk.
    static byte[] bytes(Reader disk, long size, int step) throws IOException {
        ByteBuffer content = ByteBuffer.allocateDirect((int) size);
        for (int at = 0; at < content.capacity(); at += step) {
            content.limit(Math.min(content.capacity(), at + step));
            disk.read(at, content);
        }
        byte[] bytes = new byte[content.capacity()];
        content.get(0, bytes);
        return bytes;
    }

    /// The extents as lines.
    static List<String> map(QemuImage image) throws IOException {
        try (Qcow2Image ours = open(image)) {
            return lines(ours.extents(0, ours.virtualSize()));
        }
    }

    /// What a cursor has left, as lines.
    static List<String> lines(ExtentCursor cursor) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Extent extent = cursor.next(); extent != null; extent = cursor.next()) {
            lines.add("%d+%d depth %d present %s zero %s data %s offset %s"
                    .formatted(
                            extent.start(),
                            extent.length(),
                            extent.depth(),
                            extent.present(),
                            extent.zero(),
                            extent.data(),
                            extent.hostOffset() == Extent.NO_OFFSET ? "-" : String.valueOf(extent.hostOffset())));
        }
        return lines;
    }
}
