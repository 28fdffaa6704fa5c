package io.tidemark.repository.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.FormatDocument;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.FormatTooNewException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.index.SegmentId;
import io.tidemark.repository.map.MapRoot;
import io.tidemark.repository.sealing.ObjectEnvelope;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@Seeded
class PointManifestTest {

    private static final PointId ID = PointId.parse("019ab000-0000-7000-8000-000000000001");
    private static final PointId BASE = PointId.parse("019aa000-0000-7000-8000-000000000001");
    private static final Instant AT = Instant.parse("2026-11-22T21:35:00.123456789Z");

    private static PointManifest example() {
        DiskDescription described = new DiskDescription(
                "vda",
                "/images/a.qcow2",
                "qcow2",
                65536,
                List.of(new BackingIdentity(
                        "/images/b.raw", "raw", 10_737_418_240L, Instant.ofEpochSecond(1_700_000_000))),
                "bitmap",
                "auto",
                "mark of the base",
                BASE,
                131_072,
                196_608);
        MapRoot root = new MapRoot(2, new ChunkId(0x0101010101010101L, 2, 3, 4));
        Point point = new Point(ID, "web-1", AT, List.of(new PointDisk(10_737_418_240L, root, 2, 70_000, described)));
        return new PointManifest(
                point,
                new Epoch(2, 0x9f2c41d07b3e55aaL),
                List.of(new SegmentId(UUID.fromString("01234567-89ab-4cde-8f01-23456789abcd"))));
    }

    private static ByteBuffer enclose(byte[] body) {
        return FormatDocument.PLAIN.enclose(ObjectKind.POINT, ID.id(), ByteBuffer.wrap(body));
    }

    private static byte[] body() {
        ByteBuffer object = example().encode(FormatDocument.PLAIN);
        byte[] body = new byte[object.remaining() - ObjectEnvelope.OVERHEAD];
        object.get(56, body);
        return body;
    }

    @Test
    void theDocumentShowsAManifest() throws IOException {
        FormatDocument.requireExample("point manifest", example().encode(FormatDocument.PLAIN));
    }

    @Test
    void aManifestIsReadAsItWasWritten() throws RepositoryException {
        ByteBuffer object = example().encode(FormatDocument.PLAIN);

        assertThat(PointManifest.parse(FormatDocument.PLAIN, ID, object)).isEqualTo(example());
    }

    @RepeatedTest(50)
    void anyPointIsReadAsItWasWritten(RandomGenerator random) throws RepositoryException {
        List<PointDisk> disks = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            List<BackingIdentity> backing = new ArrayList<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                backing.add(new BackingIdentity(
                        "/ü/" + j,
                        "qcow2",
                        random.nextLong(1L << 50),
                        Instant.ofEpochSecond(random.nextLong(1L << 33), 5)));
            }
            DiskDescription described = new DiskDescription(
                    "disk " + i,
                    "/images/" + random.nextInt(),
                    "raw",
                    random.nextLong(1L << 31),
                    backing,
                    "compare",
                    "auto",
                    "because",
                    random.nextBoolean() ? null : PointId.next(Clock.systemUTC(), random),
                    random.nextLong(1L << 60),
                    random.nextLong(1L << 60));
            MapRoot root = new MapRoot(
                    random.nextInt(8),
                    random.nextBoolean() ? null : new ChunkId(random.nextLong(), random.nextLong(), 3, 4));
            disks.add(new PointDisk(random.nextLong(1L << 62), root, random.nextInt(1000), 5, described));
        }
        Point point = new Point(ID, "machine " + random.nextInt(), Instant.now(), disks);
        PointManifest manifest = new PointManifest(
                point,
                new Epoch(random.nextLong(), random.nextLong()),
                List.of(SegmentId.random(), SegmentId.random()));

        assertThat(PointManifest.parse(FormatDocument.PLAIN, ID, manifest.encode(FormatDocument.PLAIN)))
                .isEqualTo(manifest);
    }

    @Test
    void fieldsThatALaterVersionAddsArePassedOver() throws RepositoryException {
        byte[] body = body();
        byte[] longer = Arrays.copyOf(body, body.length + 7);
        int diskLengthAt = 36 + 2 + 5 + 4 + 16 + 2;
        ByteBuffer.wrap(longer).putInt(diskLengthAt, ByteBuffer.wrap(body).getInt(diskLengthAt) + 5);

        assertThat(PointManifest.parse(FormatDocument.PLAIN, ID, enclose(longer)))
                .isEqualTo(example());
    }

    @Test
    void aFeatureThatIsRequiredAndUnknownIsRefusedByName() {
        byte[] body = body();
        body[3] = 4;

        assertThatThrownBy(() -> PointManifest.parse(FormatDocument.PLAIN, ID, enclose(body)))
                .isInstanceOf(FormatTooNewException.class)
                .hasMessageContaining("required features 0x4");
    }

    /// Whoever can write to the bucket can make checksums fit.
    @RepeatedTest(5)
    void anyMutatedManifestIsRefusedOrAPoint(RandomGenerator random) {
        byte[] sound = body();
        for (int i = 0; i < 2000; i++) {
            byte[] body = random.nextInt(10) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
            for (int flips = random.nextInt(1, 5); flips > 0 && body.length > 0; flips--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(PointManifest.parse(FormatDocument.PLAIN, ID, enclose(body)))
                        .isNotNull();
            } catch (ObjectCorruptException | FormatTooNewException refused) {
                assertThat(refused).hasMessageContaining(ID.key());
            } catch (RepositoryException other) {
                throw new AssertionError("No such complaint was expected", other);
            }
        }
    }

    @Test
    void idsOfLaterPointsComeLater(RandomGenerator random) {
        PointId previous = null;
        for (long millis = 1_700_000_000_000L; millis < 1_700_000_000_100L; millis++) {
            PointId id = PointId.next(Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC), random);
            assertThat(id.id().version()).isEqualTo(7);
            assertThat(id.id().variant()).isEqualTo(2);
            assertThat(id.id().getMostSignificantBits() >>> 16).isEqualTo(millis);
            assertThat(PointId.ofKey(id.key())).isEqualTo(id);
            if (previous != null) {
                assertThat(id).isGreaterThan(previous);
            }
            previous = id;
        }
    }

    @Test
    void pointsThatMakeNoSenseCannotBeMade() {
        PointDisk disk = example().point().disks().getFirst();
        assertThatThrownBy(() -> new Point(ID, "", AT, List.of(disk))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Point(ID, "m", AT, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Point(ID, "m", AT, List.of(disk, disk)))
                .hasMessageContaining("two disks named vda");
        assertThatThrownBy(() -> new Point(ID, "x".repeat(4097), AT, List.of(disk)))
                .hasMessageContaining("Too long");
        assertThatThrownBy(() -> new PointDisk(Long.MAX_VALUE, disk.root(), 0, 0, disk.description()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
