package io.tidemark.repository;

import static io.tidemark.repository.Backups.CHUNK;
import static io.tidemark.repository.Backups.DISK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.error.ChunkCorruptException;
import io.tidemark.repository.error.FormatTooNewException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is damaged is named, and what is not stays readable.
@Seeded
class RepositoryDamageTest {

    @TempDir
    Path cache;

    private final MemoryObjectStore store = new MemoryObjectStore();
    private Repository repository;
    private DiskModel model;
    private Point point;

    @BeforeEach
    void backUp(RandomGenerator random) throws IOException {
        repository = Repository.init(store, Backups.format(), cache);
        model = new DiskModel(CHUNK, 200 * CHUNK);
        random.nextBytes(model.bytes());
        point = Backups.backUp(repository, model, null);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private String onlyKey(String prefix, int kind) throws IOException {
        List<String> keys = new ArrayList<>();
        store.list(prefix, object -> keys.add(object.key()));
        for (String key : keys) {
            if (store.get(key).get(10) == kind) {
                return key;
            }
        }
        throw new AssertionError("No object of kind " + kind);
    }

    private Repository reopen() throws IOException {
        return Repository.open(store, cache.resolve("reader"));
    }

    @Test
    void aDamagedManifestIsNamedAndHidesNoOther(RandomGenerator random) throws IOException {
        DiskModel other = new DiskModel(CHUNK, 5 * CHUNK);
        random.nextBytes(other.bytes());
        Point second = Backups.backUp(repository, other, null);
        ByteBuffer manifest = store.get(point.id().key());
        store.put(point.id().key(), manifest.put(90, (byte) ~manifest.get(90)), PutMode.ANY);
        store.put("points/notes.txt", ByteBuffer.allocate(10), PutMode.ANY);

        PointListing listing = repository.listPoints();

        assertThat(listing.intact()).containsExactly(second);
        assertThat(listing.damaged())
                .extracting(PointListing.DamagedManifest::key)
                .containsExactlyInAnyOrder(point.id().key(), "points/notes.txt");
        assertThatThrownBy(() -> repository.point(point.id())).isInstanceOf(ObjectCorruptException.class);
        assertThat(repository.check().problemCount()).isEqualTo(2);
        Backups.requireSame(repository, second, other);
    }

    @Test
    void aLaterFormatIsToldFromDamage() throws IOException {
        ByteBuffer manifest = store.get(point.id().key());
        manifest.putShort(8, (short) 2);
        CRC32C crc = new CRC32C();
        crc.update(manifest.slice(0, 44));
        store.put(point.id().key(), manifest.putInt(44, (int) crc.getValue()), PutMode.ANY);

        assertThatThrownBy(() -> repository.point(point.id()))
                .isInstanceOf(FormatTooNewException.class)
                .hasMessageContaining("Use a newer Tidemark");
    }

    @Test
    void aDamagedPageLosesTheRangeBelowItAlone() throws IOException {
        String pages = onlyKey("packs/", 2);
        ByteBuffer pack = store.get(pages);
        // The first page is the leaf of the first 64 chunks.
        store.put(pages, pack.put(48 + 500, (byte) ~pack.get(48 + 500)), PutMode.ANY);
        try (Repository fresh = reopen()) {
            DiskModel.Restored restored =
                    DiskModel.restore(fresh.content(point, DISK), Backups.LITTLE_MEMORY.keepingGoing());

            assertThat(restored.damaged).singleElement().satisfies(range -> {
                assertThat(range.offset()).isZero();
                assertThat(range.length()).isEqualTo(64L * CHUNK);
                assertThat(range.object()).isEqualTo(pages);
                assertThat(range.objectOffset()).isEqualTo(48);
                assertThat(range.point()).isEqualTo(point.id());
            });
            assertThat(ByteBuffer.wrap(restored.bytes, 64 * CHUNK, 136 * CHUNK))
                    .isEqualTo(ByteBuffer.wrap(model.bytes(), 64 * CHUNK, 136 * CHUNK));
            assertThatThrownBy(() -> fresh.content(point, DISK).read(5, ByteBuffer.allocate(5)))
                    .isInstanceOf(ChunkCorruptException.class)
                    .hasMessageContaining(pages);
            ByteBuffer behind = ByteBuffer.allocate(5);
            fresh.content(point, DISK).read(64L * CHUNK, behind);
            assertThat(behind.array()).startsWith(model.bytes()[64 * CHUNK]);
        }
    }

    @Test
    void aCutPackLosesWhatIsBehindTheCutAlone() throws IOException {
        String pack = onlyKey("packs/", 1);
        byte[] bytes = store.get(pack).array();
        store.put(pack, ByteBuffer.wrap(bytes, 0, 48 + 100 * CHUNK + 17), PutMode.ANY);
        try (Repository fresh = reopen()) {
            DiskModel.Restored restored =
                    DiskModel.restore(fresh.content(point, DISK), Backups.LITTLE_MEMORY.keepingGoing());

            assertThat(restored.damaged)
                    .hasSize(100)
                    .allSatisfy(range -> assertThat(range.object()).isEqualTo(pack));
            assertThat(restored.damaged.stream().mapToLong(DamagedRange::offset).min())
                    .hasValue(100L * CHUNK);
            assertThat(fresh.check().problems())
                    .anySatisfy(problem -> assertThat(problem.what()).contains("not in"));
        }
    }

    @Test
    void aBackupStoresAgainWhatADamagedSegmentHides() throws IOException {
        String segment = onlyKey("index/", 3);
        store.put(segment, ByteBuffer.allocate(500), PutMode.ANY);
        try (Repository fresh = reopen()) {
            assertThat(fresh.check().problems())
                    .anySatisfy(problem -> assertThat(problem.where()).isEqualTo(segment));
            Point again = Backups.backUp(fresh, model, null);

            Backups.requireSame(fresh, again, model);
            Backups.requireSame(fresh, point, model);
        }
    }

    @Test
    void aBaseWithADamagedMapFailsTheBackupWithoutATrace() throws IOException {
        String pages = onlyKey("packs/", 2);
        store.put(pages, ByteBuffer.allocate(20_000), PutMode.ANY);
        try (Repository fresh = reopen()) {
            assertThatThrownBy(() -> Backups.backUp(fresh, model, point))
                    .isInstanceOf(ObjectCorruptException.class)
                    .hasMessageContaining(pages);
            assertThat(fresh.points()).containsExactly(point);
        }
    }
}
