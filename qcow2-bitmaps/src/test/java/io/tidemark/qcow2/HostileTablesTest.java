package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.check.CheckReport;
import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.qcow2.format.Snapshot;
import io.tidemark.qcow2.guest.Extent;
import io.tidemark.qcow2.guest.ExtentCursor;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Tables that lie in each other, and damaged tables of snapshots. The images are those of
/// [HostileImageTest]: clusters of 512 bytes, the L1 table at 512, the first L2 table at 1024, its data at
/// 1536.
class HostileTablesTest {
    private static final long L1 = 512;
    private static final long L2 = 1024;
    private static final long USED_ONCE = 1L << 63;

    static Stream<Arguments> overlaps() {
        return Stream.of(
                overlap("an L2 table in the L1 table", i -> i.putLong(L1, USED_ONCE | L1)),
                overlap("an L2 table twice", i -> i.putLong(L1 + 8, USED_ONCE | L2)),
                overlap("an L2 table in a refcount block", i -> i.putLong(L1 + 8, USED_ONCE | block(i))),
                overlap("an L2 table in the refcount table", i -> i.putLong(L1 + 8, USED_ONCE | refcounts(i))),
                overlap("an L2 table in the directory of bitmaps", i -> i.putLong(L1 + 8, USED_ONCE | i.directory())),
                overlap("an L2 table that names itself", i -> i.putLong(L2, USED_ONCE | L2)),
                overlap("data in the L1 table", i -> i.putLong(L2 + 8, USED_ONCE | L1)),
                overlap("data in a refcount block", i -> i.putLong(L2 + 8, USED_ONCE | block(i))),
                overlap("data twice", i -> i.putLong(L2 + 8, USED_ONCE | 1536)),
                overlap("the L1 table in the header", i -> i.putLong(40, 0)),
                overlap("the L1 table in the first L2 table", i -> i.putLong(40, L2)),
                overlap("the refcount table in the L1 table", i -> i.putLong(48, L1)),
                overlap("a refcount block in the refcount table", i -> i.putLong(refcounts(i), refcounts(i))));
    }

    private static Arguments overlap(String name, Consumer<Built> damage) {
        return Arguments.of(name, damage);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overlaps")
    void tablesInEachOtherAreCorruptAndNeverWrittenOver(String name, Consumer<Built> damage) throws IOException {
        Built built = HostileImageTest.image().build();
        damage.accept(built);
        ByteBuffer before = bytes(built.source());

        try (Qcow2Image image = ChangeCase.open(built.source())) {
            walk(image.extents(0, image.virtualSize()));
            CheckReport report = image.check();
            assertThat(report.corruptions()).as("%s", report.findings()).isPositive();
            image.editBitmaps().add("c", 4096, Recording.ON).clear("a").store();
            // Stored all the same: then into clusters that nothing else is in.
            int guestBytes = (int) image.virtualSize();
            assertThat(guestBytes).isPositive();
            assertThat(ChangeCase.dirty(image, image.bitmap("b").orElseThrow())).hasSize(2);
            assertMetadataKept(before, built);
        } catch (Qcow2Exception e) {
            assertThat(e.code()).isIn("image-corrupt", "image-truncated", "bitmap-invalid");
            assertMetadataKept(before, built);
        }
    }

    /// L1 and L2 tables are never written to.
    private static void assertMetadataKept(ByteBuffer before, Built built) throws IOException {
        ByteBuffer after = bytes(built.source());
        assertThat(after.slice((int) L1, 1536)).isEqualTo(before.slice((int) L1, 1536));
    }

    static Stream<Arguments> snapshots() {
        return Stream.of(
                snapshot("a table outside the file", i -> i.putLong(64, 1L << 40), "image-truncated"),
                snapshot("a table that is not aligned", i -> i.putLong(64, L1 + 8), "image-corrupt"),
                snapshot("more snapshots than there are", i -> i.putInt(60, 9), "image-truncated"),
                snapshot("an L1 table that is not aligned", i -> i.putLong(table(i), 513), "image-corrupt"),
                snapshot("an L1 table outside the file", i -> i.putLong(table(i), 1L << 40), "image-truncated"),
                snapshot("an absurd L1 table", i -> i.putInt(table(i) + 8, Integer.MAX_VALUE), "image-corrupt"),
                snapshot("a negative L1 table", i -> i.putInt(table(i) + 8, -1), "image-corrupt"),
                snapshot("names beyond the end", i -> i.putInt(table(i) + 12, -1), "image-truncated"),
                snapshot("absurd extra data", i -> i.putInt(table(i) + 36, 1 << 30), "image-corrupt"),
                snapshot("negative extra data", i -> i.putInt(table(i) + 36, -8), "image-corrupt"),
                snapshot("a negative disk", i -> i.putLong(table(i) + 48, -1), "image-corrupt"),
                snapshot("an absurd disk", i -> i.putLong(table(i) + 48, Long.MAX_VALUE), "image-corrupt"));
    }

    private static Arguments snapshot(String name, Consumer<Built> damage, String code) {
        return Arguments.of(name, damage, code);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("snapshots")
    void damagedSnapshotsAreNamedAndLeaveTheDiskReadable(String name, Consumer<Built> damage, String code)
            throws IOException {
        Built built = withSnapshot();
        try (Qcow2Image sound = ChangeCase.open(built.source())) {
            Snapshot only = sound.snapshots().getFirst();
            try (SnapshotDisk disk = sound.snapshotDisk(only)) {
                assertThat(walk(disk.extents(0, disk.virtualSize()))).isPositive();
            }
        }
        ByteBuffer content = ChangeCase.content(built.source());
        damage.accept(built);

        Qcow2Exception failure = Objects.requireNonNull(catchThrowableOfType(Qcow2Exception.class, () -> {
            try (Qcow2Image image = ChangeCase.open(built.source())) {
                image.snapshotDisk(image.snapshots().getFirst()).close();
            }
        }));
        assertThat(failure.code()).as("%s", failure).isEqualTo(code);
        if (!name.equals("a table that is not aligned")) {
            assertThat(ChangeCase.content(built.source())).isEqualTo(content);
            try (Qcow2Image image = ChangeCase.open(built.source())) {
                assertThat(image.check().corruptions()).isPositive();
            }
        }
    }

    /// The image with one snapshot, whose table is in a cluster of its own at the end and whose L1 table is
    /// the active one.
    private static Built withSnapshot() throws IOException {
        Built built = HostileImageTest.image().build();
        long table = (built.source().size() + 511) & -512;
        built.putLong(table, L1).putInt(table + 8, l1Entries(built));
        built.putInt(table + 12, 1 << 16 | 4).putInt(table + 36, 16).putLong(table + 48, 1 << 20);
        built.putInt(table + 56, 0x31616263).putInt(table + 60, 0x64000000).putLong(table + 64, 0);
        return built.putInt(60, 1).putLong(64, table);
    }

    private static long walk(ExtentCursor extents) throws IOException {
        long bytes = 0;
        for (Extent extent = extents.next(); extent != null; extent = extents.next()) {
            bytes += extent.length();
        }
        return bytes;
    }

    private static int l1Entries(Built built) throws IOException {
        return bytes(built.source()).getInt(36);
    }

    private static long table(Built built) {
        return word(built, 64);
    }

    private static long refcounts(Built built) {
        return word(built, 48);
    }

    private static long block(Built built) {
        return word(built, refcounts(built));
    }

    private static long word(Built built, long at) {
        ByteBuffer word = ByteBuffer.allocate(8);
        built.source().read(word, at);
        return word.getLong(0);
    }

    private static ByteBuffer bytes(MemoryImageSource source) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
        source.readPadded(bytes, 0);
        return bytes.flip();
    }
}
