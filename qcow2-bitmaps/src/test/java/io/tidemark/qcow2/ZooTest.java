package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.check.CheckReport;
import io.tidemark.qcow2.check.ImageCheck;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.qcow2.format.Snapshot;
import io.tidemark.qcow2.guest.Extent;
import io.tidemark.qcow2.guest.ExtentCursor;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every image of the zoo: what this library says of it is what QEMU said when it was made.
class ZooTest {
    /// What QEMU reads, or guesses, and this library refuses by name.
    private static final Map<String, String> REFUSED = Map.of(
            "chain-without-format", "a backing file without a format",
            "aes", "AES encryption",
            "luks", "LUKS encryption",
            "header-unknown-incompatible", "incompatible feature bit 40");

    /// What QEMU does not read and this library does: bitmaps keep nobody from the guest's data, and a
    /// cluster that reads as zeros is not looked for.
    private static final Set<String> READ_NEVERTHELESS = Set.of(
            "corrupt-bitmap-directory",
            "corrupt-bitmap-flags",
            "corrupt-bitmap-table-reserved",
            "corrupt-zero-unaligned");

    @TempDir
    private Path folder;

    static List<ZooImage> refused() throws IOException {
        return images(image -> REFUSED.containsKey(image.name()));
    }

    static List<ZooImage> supported() throws IOException {
        return images(image -> !REFUSED.containsKey(image.name()));
    }

    static List<ZooImage> small() throws IOException {
        return images(image ->
                !REFUSED.containsKey(image.name()) && !image.answer("content").equals("skipped"));
    }

    static List<ZooImage> mapped() throws IOException {
        return images(image -> !REFUSED.containsKey(image.name()));
    }

    static List<ZooImage> withBitmaps() throws IOException {
        return images(image -> !image.bitmaps().isEmpty());
    }

    static List<ZooImage> withSnapshots() throws IOException {
        return images(image -> !image.snapshots().isEmpty());
    }

    private static List<ZooImage> images(Predicate<ZooImage> condition) throws IOException {
        return ZooImage.all().stream().filter(condition).toList();
    }

    @Test
    void theZooIsLarge() throws IOException {
        assertThat(ZooImage.all()).hasSizeGreaterThan(150);
        assertThat(ZooImage.qemuVersion()).isEqualTo("7.2.22");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatIsNotSupportedIsRefusedByName(ZooImage zoo) {
        assertThatThrownBy(() -> open(zoo).close())
                .isInstanceOf(Qcow2Exception.class)
                .hasMessageContaining(REFUSED.get(zoo.name()) + " is not supported");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("small")
    void contentIsThatOfQemu(ZooImage zoo) throws IOException {
        assertReads(
                zoo,
                zoo.unpackInto(folder),
                zoo.answers("content"),
                image -> List.of(hash(image::read, image.virtualSize())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mapped")
    void mapIsThatOfQemu(ZooImage zoo) throws IOException {
        List<String> map = zoo.answers("map").stream()
                // What QEMU prints of a disk without any byte.
                .filter(line -> !line.contains("\"length\": 0,"))
                .toList();
        assertReads(zoo, zoo.unpackWholeInto(folder), map, ZooTest::map);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withBitmaps")
    void bitmapsAreThoseOfQemu(ZooImage zoo) throws IOException {
        try (Qcow2Image image = open(zoo)) {
            assertThat(image.bitmaps().stream().map(ZooTest::described).toList())
                    .isEqualTo(zoo.bitmaps());
            for (DirtyBitmap bitmap : image.bitmaps()) {
                if (zoo.exported(bitmap.name())) {
                    assertThat(dirty(image, bitmap)).isEqualTo(zoo.dirty(bitmap.name()));
                }
            }
        } catch (BitmapException e) {
            assertThat(zoo.state()).as("QEMU reads it: " + e).isEqualTo("corrupt");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withSnapshots")
    void snapshotsAreThoseOfQemu(ZooImage zoo) throws IOException {
        try (Qcow2Image image = open(zoo)) {
            List<ZooImage.Snapshot> found = new ArrayList<>();
            for (Snapshot snapshot : image.snapshots()) {
                try (SnapshotDisk disk = image.snapshotDisk(snapshot)) {
                    found.add(new ZooImage.Snapshot(
                            snapshot.id().text(),
                            snapshot.name().text(),
                            hash((at, dst) -> readPadded(disk, at, dst), image.virtualSize())));
                }
            }
            assertThat(found).isEqualTo(zoo.snapshots());
        } catch (Qcow2Exception e) {
            assertThat(zoo.state()).as("QEMU reads it: " + e).isEqualTo("corrupt");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("supported")
    void checkAgreesWithQemu(ZooImage zoo) throws IOException {
        CheckReport report = ImageCheck.run(zoo.source());
        String state = report.corruptions() > 0 ? "corrupt" : report.leaks() > 0 ? "leaking" : "clean";
        // What QEMU cannot check it does not call sound either.
        assertThat(state).as(report.toString()).isEqualTo(zoo.state().replace("refused", "corrupt"));
    }

    /// What QEMU reads is read alike, but that damage may be refused.
    private void assertReads(ZooImage zoo, Path top, List<String> answers, Reading reading) throws IOException {
        boolean refused = answers.equals(List.of("refused"));
        try (Qcow2Image image = open(top)) {
            List<String> found = reading.of(image);
            if (refused) {
                assertThat(zoo.name()).isIn(READ_NEVERTHELESS);
            } else {
                assertThat(found).isEqualTo(answers);
                assertThat(Long.toString(image.virtualSize())).isEqualTo(zoo.answer("size"));
            }
        } catch (Qcow2Exception e) {
            assertThat(refused || zoo.state().equals("corrupt"))
                    .as("QEMU reads it: " + e)
                    .isTrue();
        }
    }

    @FunctionalInterface
    private interface Reading {
        List<String> of(Qcow2Image image) throws IOException;
    }

    private Qcow2Image open(ZooImage zoo) throws IOException {
        return open(zoo.unpackInto(folder));
    }

    private Qcow2Image open(Path top) throws IOException {
        return Qcow2Image.open(top, Access.READ, ImageResolver.within(List.of(folder)));
    }

    /// What qemu-img convert makes of a snapshot is as long as the active disk.
    private static void readPadded(SnapshotDisk disk, long at, ByteBuffer dst) throws IOException {
        int end = dst.limit();
        dst.limit(Math.clamp(disk.virtualSize() - at, 0, end));
        disk.read(Math.min(at, disk.virtualSize()), dst);
        dst.limit(end);
        while (dst.hasRemaining()) {
            dst.put((byte) 0);
        }
    }

    private static String hash(DiskContent.Reader disk, long size) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
            for (long at = 0; at < size; at += buffer.capacity()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), size - at));
                disk.read(at, buffer);
                digest.update(buffer.flip());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// The extents in the form that qemu-img 7.2 prints.
    private static List<String> map(Qcow2Image image) throws IOException {
        List<String> lines = new ArrayList<>();
        ExtentCursor cursor = image.extents(0, image.virtualSize());
        for (Extent extent = cursor.next(); extent != null; extent = cursor.next()) {
            lines.add("{ \"start\": %d, \"length\": %d, \"depth\": %d, \"present\": %b, \"zero\": %b, \"data\": %b%s}"
                    .formatted(
                            extent.start(),
                            extent.length(),
                            extent.depth(),
                            extent.present(),
                            extent.zero(),
                            extent.data(),
                            extent.hostOffset() == Extent.NO_OFFSET ? "" : ", \"offset\": " + extent.hostOffset()));
        }
        return lines;
    }

    private static ZooImage.Bitmap described(DirtyBitmap bitmap) {
        List<String> flags = new ArrayList<>();
        if (bitmap.recording()) {
            flags.add("auto");
        }
        if (bitmap.inconsistent()) {
            flags.add("in-use");
        }
        return new ZooImage.Bitmap(
                bitmap.granularity(), flags.isEmpty() ? "-" : String.join(",", flags), jsonText(bitmap.name()));
    }

    private static String jsonText(String name) {
        StringBuilder text = new StringBuilder();
        name.chars().forEach(c -> text.append(c < 128 ? String.valueOf((char) c) : "\\u%04X".formatted(c)));
        return text.toString();
    }

    private static List<String> dirty(Qcow2Image image, DirtyBitmap bitmap) throws IOException {
        List<String> ranges = new ArrayList<>();
        RangeCursor cursor = image.dirtyExtents(bitmap);
        for (ByteRange range = cursor.next(); range != null; range = cursor.next()) {
            ranges.add(range.start() + "+" + range.length());
        }
        return ranges;
    }
}
