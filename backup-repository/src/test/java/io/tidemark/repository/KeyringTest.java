package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.error.KeyMissingException;
import io.tidemark.repository.error.KeyNeededException;
import io.tidemark.repository.error.NotSealedException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.PassphraseKnownException;
import io.tidemark.repository.error.PassphraseMissingException;
import io.tidemark.repository.error.RepositoryExistsException;
import io.tidemark.repository.error.WrongKeyException;
import io.tidemark.repository.format.FormatFile;
import io.tidemark.repository.format.Sha256;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.sealing.Keyring;
import io.tidemark.repository.sealing.Passphrase;
import io.tidemark.repository.sealing.RepositoryKey;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.MeteredObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreLimits;
import io.tidemark.repository.store.StoreMeter;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who can open a sealed repository.
@Seeded
class KeyringTest {

    private static final String OTHER = "spring tide";

    @TempDir
    Path cache;

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final StoreMeter meter = new StoreMeter(StoreLimits.NONE);
    private final ObjectStore store = new MeteredObjectStore(objects, meter);

    private Repository open(String passphrase) throws IOException {
        return Repository.open(store, cache, Sealed.given(passphrase));
    }

    private RepositoryKey add(Repository repository, String text) throws IOException {
        try (Passphrase passphrase = Sealed.passphrase(text)) {
            return repository.keys().add(passphrase, Sealed.CHEAP, Instant.EPOCH, "the other");
        }
    }

    private List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>();
        objects.list("", object -> keys.add(object.key()));
        return keys;
    }

    @Test
    void aWrongPassphraseIsToldBeforeAnythingElseIsRead() throws IOException {
        Sealed.init(objects, Backups.format(), cache).close();

        assertThatThrownBy(() -> open("neap tide"))
                .isInstanceOfSatisfying(
                        WrongKeyException.class, e -> assertThat(e.code()).isEqualTo("wrong-key"))
                .hasMessageContaining("none of the 1 key(s)")
                .hasMessageNotContaining("neap");
        assertThat(meter.calls().gets()).as("tidemark.json and the key").isEqualTo(2);
        assertThat(meter.calls().lists()).isEqualTo(1);
        assertThat(meter.calls().requests()).isEqualTo(3);
    }

    @Test
    void aPassphraseIsAskedForAndNotTakenForNothing() throws IOException {
        Sealed.init(objects, Backups.format(), cache).close();
        MemoryObjectStore plain = new MemoryObjectStore();
        Repository.init(plain, Backups.format(), cache).close();

        assertThatThrownBy(() -> Repository.open(store, cache))
                .isInstanceOf(PassphraseMissingException.class)
                .hasMessageContaining("--passphrase-file");
        assertThatThrownBy(() -> Sealed.open(plain, cache)).isInstanceOf(NotSealedException.class);
        try (Repository repository = Repository.open(plain, cache)) {
            assertThatThrownBy(repository::keys).isInstanceOf(NotSealedException.class);
        }
    }

    @Test
    void eachOfSeveralPassphrasesOpensEverything(RandomGenerator random) throws IOException {
        DiskModel model = new DiskModel(Backups.CHUNK, 20 * Backups.CHUNK);
        model.scribble(3, random);
        Point point;
        try (Repository repository = Sealed.init(store, Backups.format(), cache)) {
            point = Backups.backUp(repository, model, null);
            add(repository, OTHER);
        }
        for (String each : new String[] {OTHER, Sealed.PASSPHRASE}) {
            try (Repository repository = open(each)) {
                Backups.requireSame(repository, point, model);
                assertThat(repository.keys().list().intact())
                        .extracting(RepositoryKey::label)
                        .containsExactlyInAnyOrder("the first", "the other");
            }
        }
    }

    @Test
    void aRemovedPassphraseOpensNothingAndTheLastOneStays() throws IOException {
        try (Repository repository = Sealed.init(store, Backups.format(), cache)) {
            RepositoryKey first = repository.keys().opened();
            RepositoryKey second = add(repository, OTHER);
            assertThatThrownBy(() -> repository.keys().remove(first.id()))
                    .isInstanceOf(KeyNeededException.class)
                    .hasMessageContaining("key rotate");
            assertThatThrownBy(() -> repository.keys().remove(new UUID(1, 2))).isInstanceOf(KeyMissingException.class);

            repository.keys().remove(second.id());
        }
        assertThatThrownBy(() -> open(OTHER)).isInstanceOf(WrongKeyException.class);
        open(Sealed.PASSPHRASE).close();
    }

    @Test
    void twoWhoRemoveEachOthersKeysLeaveOne() throws IOException {
        try (Repository mine = Sealed.init(objects, Backups.format(), cache)) {
            RepositoryKey second = add(mine, OTHER);
            try (Repository theirs = open(OTHER)) {
                theirs.keys().remove(mine.keys().opened().id());
            }
            assertThatThrownBy(() -> mine.keys().remove(second.id())).isInstanceOf(KeyNeededException.class);
        }
        open(OTHER).close();
    }

    /// Else it would still open the repository after one of its keys was removed.
    @Test
    void aPassphraseHasOneKeyAndNoMore() throws IOException {
        try (Repository repository = Sealed.init(store, Backups.format(), cache)) {
            RepositoryKey first = repository.keys().opened();
            RepositoryKey second = add(repository, OTHER);
            List<String> before = keys();

            assertThatThrownBy(() -> add(repository, OTHER))
                    .isInstanceOf(PassphraseKnownException.class)
                    .hasMessageContaining(second.id().toString())
                    .hasMessageContaining("the other")
                    .hasMessageContaining("nothing was stored");
            for (String known : new String[] {OTHER, Sealed.PASSPHRASE}) {
                try (Passphrase passphrase = Sealed.passphrase(known)) {
                    assertThatThrownBy(() -> repository.keys().rotate(passphrase, Sealed.CHEAP, Instant.EPOCH))
                            .isInstanceOf(PassphraseKnownException.class)
                            .hasMessageContaining(
                                    (known.equals(OTHER) ? second : first).id().toString());
                }
            }
            assertThat(keys()).isEqualTo(before);
        }
    }

    @Test
    void rotationStoresAndDeletesOneSmallObject(RandomGenerator random) throws IOException {
        DiskModel model = new DiskModel(Backups.CHUNK, 20 * Backups.CHUNK);
        model.scribble(3, random);
        Point point;
        try (Repository repository = Sealed.init(objects, Backups.format(), cache)) {
            point = Backups.backUp(repository, model, null);
        }
        List<String> before = keys();
        try (Repository repository = open(Sealed.PASSPHRASE);
                Passphrase passphrase = Sealed.passphrase(OTHER)) {
            RepositoryKey old = repository.keys().opened();
            RepositoryKey key = repository.keys().rotate(passphrase, Sealed.CHEAP, Instant.EPOCH);

            before.remove(old.key());
            before.add(key.key());
            assertThat(keys()).containsExactlyInAnyOrderElementsOf(before);
            assertThat(meter.calls().puts()).isEqualTo(1);
            assertThat(meter.calls().deletes()).isEqualTo(1);
            assertThat(meter.calls().bytesUp()).isLessThan(300);
        }
        assertThatThrownBy(() -> open(Sealed.PASSPHRASE)).isInstanceOf(WrongKeyException.class);
        try (Repository repository = open(OTHER)) {
            Backups.requireSame(repository, point, model);
        }
    }

    @Test
    void aKeyOfAnotherRepositoryOpensNothing() throws IOException {
        MemoryObjectStore other = new MemoryObjectStore();
        Sealed.init(objects, Backups.format(), cache).close();
        Sealed.init(other, Backups.format(), cache).close();
        List<String> theirs = new ArrayList<>();
        other.list(RepositoryKey.PREFIX, object -> theirs.add(object.key()));
        for (String key : keys()) {
            if (key.startsWith(RepositoryKey.PREFIX)) {
                objects.delete(key);
            }
        }
        objects.put(theirs.getFirst(), other.get(theirs.getFirst()), PutMode.ANY);

        assertThatThrownBy(() -> open(Sealed.PASSPHRASE))
                .isInstanceOfSatisfying(
                        WrongKeyException.class,
                        e -> assertThat(e.getSuppressed()).hasOnlyElementsOfType(ObjectCorruptException.class))
                .hasMessageContaining("1 more could not be read");
    }

    @Test
    void aDamagedKeyHidesNoOther() throws IOException {
        try (Repository repository = Sealed.init(objects, Backups.format(), cache)) {
            RepositoryKey second = add(repository, OTHER);
            objects.put(second.key(), ByteBuffer.allocate(100), PutMode.ANY);
            objects.put("keys/a-note", ByteBuffer.allocate(100), PutMode.ANY);
        }
        try (Repository repository = open(Sealed.PASSPHRASE)) {
            Keyring keys = repository.keys();
            assertThat(keys.list().intact()).containsExactly(keys.opened());
            assertThat(keys.list().damaged()).hasSize(2);
        }
    }

    /// Whoever can write to the store can make the checksum fit.
    @Test
    void aFormatFileThatSomebodyChangedIsRefused() throws IOException {
        Sealed.init(objects, Backups.format(), cache).close();
        String text = StandardCharsets.UTF_8.decode(objects.get(FormatFile.KEY)).toString();

        replace(text.replace("\"chunkSize\": 4096", "\"chunkSize\": 8192"));
        assertThatThrownBy(() -> open(Sealed.PASSPHRASE))
                .isInstanceOf(ObjectCorruptException.class)
                .hasMessageContaining("a file that was changed");

        replace(text.replace("aes-256-gcm", "none").replace("hmac-sha-256", "sha-256"));
        assertThatThrownBy(() -> open(Sealed.PASSPHRASE)).isInstanceOf(NotSealedException.class);
    }

    private void replace(String text) throws IOException {
        int at = text.indexOf("\"checksum\": \"") + 13;
        String unsigned = text.substring(0, at) + "0".repeat(64) + text.substring(at + 64);
        byte[] digest = Sha256.newDigest().digest(unsigned.getBytes(StandardCharsets.UTF_8));
        String signed = text.substring(0, at) + HexFormat.of().formatHex(digest) + text.substring(at + 64);
        objects.put(FormatFile.KEY, ByteBuffer.wrap(signed.getBytes(StandardCharsets.UTF_8)), PutMode.ANY);
    }

    @Test
    void aPlaceIsMadeARepositoryOnce() throws IOException {
        Repository.init(objects, Backups.format(), cache).close();

        assertThatThrownBy(() -> Sealed.init(store, Backups.format(), cache))
                .isInstanceOf(RepositoryExistsException.class);
        assertThat(keys()).containsExactly(FormatFile.KEY);
    }
}
