package io.tidemark.repository;

import static io.tidemark.repository.Backups.CHUNK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.PointIntactException;
import io.tidemark.repository.error.PointMissingException;
import io.tidemark.repository.error.PointPinnedException;
import io.tidemark.repository.point.Pin;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Points are protected, and deleted.
@Seeded
class PinsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    @TempDir
    Path cache;

    private final MemoryObjectStore store = new MemoryObjectStore();
    private Repository repository;
    private DiskModel model;
    private Point first;
    private Point second;

    @BeforeEach
    void backUpTwice(RandomGenerator random) throws IOException {
        repository = Repository.init(store, Backups.format(), cache);
        model = new DiskModel(CHUNK, 20 * CHUNK);
        random.nextBytes(model.bytes());
        first = Backups.backUp(repository, model, null);
        second = Backups.backUp(repository, model, first);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private List<String> keys(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        store.list(prefix, object -> keys.add(object.key()));
        return keys;
    }

    @Test
    void aPinnedPointIsNotDeletedUntilEveryPinIsLifted() throws IOException {
        repository.pins().pin(first.id(), NOW, "legal hold");
        repository.pins().pin(first.id(), NOW.plusSeconds(1), "");

        assertThat(repository.pins().pinned()).containsExactly(first.id());
        assertThat(repository.pins().of(first.id()).intact())
                .extracting(Pin::reason)
                .containsExactly("legal hold", "");
        assertThat(repository.pins().of(second.id()).pinned()).isFalse();
        assertThatThrownBy(() -> repository.delete(List.of(first.id())))
                .isInstanceOf(PointPinnedException.class)
                .hasMessageContaining("unpin " + first.id());

        assertThat(repository.pins().unpin(first.id())).isEqualTo(2);
        repository.delete(List.of(first.id()));

        assertThat(repository.points()).containsExactly(second);
        assertThat(repository.pins().unpin(second.id())).isZero();
    }

    @Test
    void deletingTakesTheManifestAloneAndLeavesOtherPointsWhole() throws IOException {
        List<String> packs = keys("packs/");
        List<String> index = keys("index/");

        repository.delete(List.of(first.id()));

        assertThat(repository.point(first.id())).isEmpty();
        assertThat(keys("packs/")).isEqualTo(packs);
        assertThat(keys("index/")).isEqualTo(index);
        Backups.requireSame(repository, second, model);
        assertThat(repository.check().sound()).isTrue();
    }

    @Test
    void nothingIsDeletedUnlessAllOfItCanBe() throws IOException {
        PointId unknown = Backups.newId();
        repository.pins().pin(second.id(), NOW, "");

        assertThatThrownBy(() -> repository.delete(List.of(first.id(), unknown)))
                .isInstanceOf(PointMissingException.class)
                .hasMessageContaining(unknown.toString());
        assertThatThrownBy(() -> repository.delete(List.of(first.id(), second.id())))
                .isInstanceOf(PointPinnedException.class);

        assertThat(repository.points()).containsExactly(first, second);
        repository.delete(List.of(first.id(), first.id()));
        assertThat(repository.points()).containsExactly(second);
    }

    @Test
    void aDamagedManifestIsDeletedOnlyWhenThatIsAskedFor() throws IOException {
        store.put(first.id().key(), ByteBuffer.allocate(300), PutMode.ANY);

        assertThatThrownBy(() -> repository.delete(List.of(first.id()))).isInstanceOf(ObjectCorruptException.class);
        repository.pins().pin(first.id(), NOW, "");
        assertThatThrownBy(() -> repository.deleteDamaged(List.of(first.id())))
                .isInstanceOf(PointPinnedException.class);
        repository.pins().unpin(first.id());
        assertThatThrownBy(() -> repository.deleteDamaged(List.of(first.id(), second.id())))
                .isInstanceOf(PointIntactException.class)
                .hasMessageContaining(second.id() + " is not damaged: delete it without --damaged");
        assertThat(repository.listPoints().damaged()).hasSize(1);
        repository.deleteDamaged(List.of(first.id()));

        assertThat(repository.listPoints().damaged()).isEmpty();
        assertThat(repository.points()).containsExactly(second);
    }

    @Test
    void aDamagedPinProtectsToo() throws IOException {
        Pin pin = repository.pins().pin(first.id(), NOW, "precious");
        ByteBuffer bytes = store.get(pin.key());
        store.put(pin.key(), bytes.put(70, (byte) ~bytes.get(70)), PutMode.ANY);
        store.put(Pin.prefix(second.id()) + "note.txt", ByteBuffer.allocate(0), PutMode.ANY);
        store.put("pins/readme/x", ByteBuffer.allocate(0), PutMode.ANY);

        PinListing pins = repository.pins().of(first.id());

        assertThat(pins.intact()).isEmpty();
        assertThat(pins.damaged())
                .singleElement()
                .satisfies(damage -> assertThat(damage).hasMessageContaining(pin.key()));
        assertThat(repository.pins().pinned()).containsExactlyInAnyOrder(first.id(), second.id());
        assertThatThrownBy(() -> repository.delete(List.of(first.id()))).isInstanceOf(PointPinnedException.class);
        assertThatThrownBy(() -> repository.delete(List.of(second.id()))).isInstanceOf(PointPinnedException.class);
        assertThat(repository.pins().unpin(second.id())).isEqualTo(1);
        repository.delete(List.of(second.id()));
    }

    @Test
    void aPointThatIsNotThereCannotBePinned() throws IOException {
        PointId unknown = Backups.newId();

        assertThatThrownBy(() -> repository.pins().pin(unknown, NOW, "")).isInstanceOf(PointMissingException.class);
        assertThatThrownBy(() -> repository.pins().unpin(unknown)).isInstanceOf(PointMissingException.class);
        assertThat(keys("pins/")).isEmpty();
    }
}
