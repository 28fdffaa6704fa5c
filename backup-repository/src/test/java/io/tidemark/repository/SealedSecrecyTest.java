package io.tidemark.repository;

import static io.tidemark.repository.Backups.CHUNK;
import static io.tidemark.repository.Backups.DISK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.content.DataRange;
import io.tidemark.repository.content.DiskDiff;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.format.Sha256;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.verification.Verification;
import io.tidemark.repository.verification.VerificationOptions;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody who has the store, and no passphrase, can read and can do.
@Seeded
class SealedSecrecyTest {

    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

    @TempDir
    Path cache;

    private final MemoryObjectStore store = new MemoryObjectStore();
    private DiskModel before;
    private DiskModel after;
    private Repository repository;
    private Point first;
    private Point second;

    @BeforeEach
    void backUpTwice(RandomGenerator random) throws IOException {
        before = new DiskModel(CHUNK, 90 * CHUNK);
        for (int i = 0; i < before.chunkCount(); i++) {
            before.scribble(i, random);
        }
        // Incompressible chunks with words in them: stored raw, were they not sealed.
        for (int i = 0; i < 4; i++) {
            byte[] noise = new byte[CHUNK];
            random.nextBytes(noise);
            before.chunk(i).put(noise).put(100, "a secret of the guest".getBytes(StandardCharsets.US_ASCII));
        }
        after = before.copy();
        for (int i = 40; i < 70; i++) {
            after.scribble(i, random);
        }
        repository = Sealed.init(store, Backups.format(), cache);
        first = Backups.backUp(repository, before, null);
        second = Backups.backUp(repository, after, first);
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

    private void replace(String key, byte[] bytes) throws IOException {
        store.put(key, ByteBuffer.wrap(bytes), PutMode.ANY);
    }

    private Repository fresh() throws IOException {
        return Sealed.open(store, cache.resolve("fresh-" + System.nanoTime()));
    }

    private int verify(Repository of) throws IOException {
        VerificationOptions full = new VerificationOptions(VerificationOptions.Level.FULL, 100, null, 2);
        return (int) of.verification(null, InstantSource.fixed(LATER))
                .run(full, new Verification.Progress() {
                    @Override
                    public void toCheck(long bytes) {}

                    @Override
                    public void checked(long bytes) {}
                })
                .faultCount();
    }

    @Test
    void nothingThatWasBackedUpCanBeReadInAnyObject(RandomGenerator random) throws IOException {
        repository.pins().pin(first.id(), LATER, "before the upgrade");
        byte[] damaged = new byte[60];
        random.nextBytes(damaged);
        replace(largestChunkPack(), damaged);
        verify(repository);
        repository.pins().unpin(first.id());
        repository.pins().pin(second.id(), LATER, "before the upgrade");
        repository.delete(Set.of(first.id()));
        CollectOptions now = CollectOptions.standard().withGrace(Duration.ZERO).withKeepUnreferenced(Duration.ZERO);
        try {
            repository.collector().run(now, LATER);
        } catch (RepositoryException damagedAsItIs) {
            assertThat(damagedAsItIs).hasMessageContaining("packs/");
        }
        Set<String> kinds = new TreeSet<>();
        for (String key : keys("")) {
            kinds.add(key.substring(0, Math.max(0, key.indexOf('/'))));
            requireSilent(key, store.get(key).array());
        }
        assertThat(kinds).contains("", "keys", "packs", "index", "points", "pins", "damaged", "verifications");
    }

    private void requireSilent(String key, byte[] object) {
        String text = new String(object, StandardCharsets.ISO_8859_1);
        assertThat(text).as(key).doesNotContain("web-1", "/images/", ".qcow2", "a secret of", "upgrade", "no earlier");
        for (DiskModel model : new DiskModel[] {before, after}) {
            for (int i = 0; i < model.chunkCount(); i++) {
                byte[] chunk = new byte[CHUNK];
                model.chunk(i).get(chunk);
                if (Arrays.equals(chunk, new byte[CHUNK])) {
                    continue;
                }
                byte[] digest = Sha256.newDigest().digest(chunk);
                assertThat(text)
                        .as(key)
                        .doesNotContain(new String(digest, StandardCharsets.ISO_8859_1))
                        .doesNotContain(new String(chunk, 0, 32, StandardCharsets.ISO_8859_1));
            }
        }
    }

    @Test
    void twoRepositoriesGiveTheSameChunkDifferentIds() throws IOException {
        try (Repository other = Sealed.init(new MemoryObjectStore(), Backups.format(), cache)) {
            byte[] chunk = {1, 2, 3};
            assertThat(other.keys().sealing().contentHash().of(chunk))
                    .isNotEqualTo(repository.keys().sealing().contentHash().of(chunk))
                    .isNotEqualTo(Sha256.newDigest().digest(chunk));
        }
    }

    @Test
    void everythingElseWorksAsInAPlainRepository() throws IOException {
        List<DataRange> changed = new ArrayList<>();
        DiskDiff.between(repository.content(first, DISK), repository.content(second, DISK), new DiskDiff.Sink() {
            @Override
            public void changed(DataRange range) {
                changed.add(range);
            }

            @Override
            public void damaged(DamagedRange range) {
                throw new AssertionError(range);
            }
        });
        assertThat(changed).isNotEmpty().allMatch(range -> range.start() >= 40 * CHUNK);
        assertThat(verify(repository)).isZero();
        repository.delete(Set.of(first.id()));
        CollectOptions now = CollectOptions.standard()
                .withGrace(Duration.ZERO)
                .withKeepUnreferenced(Duration.ZERO)
                .withLiveRatio(1);
        for (int round = 0; round < 3; round++) {
            repository.collector().run(now, LATER);
        }
        Backups.requireSame(repository, second, after);
        for (String key : keys("index/")) {
            store.delete(key);
        }
        try (Repository fresh = fresh()) {
            assertThat(fresh.rebuildIndex().unreadable()).isEmpty();
            Backups.requireSame(fresh, second, after);
            assertThat(verify(fresh)).isZero();
        }
    }

    /// The checksums of an envelope need no key: who can write to the store makes them fit.
    @Test
    void aChangedBodyWithFittingChecksumsIsRefused(RandomGenerator random) throws IOException {
        String key = second.id().key();
        byte[] sound = store.get(key).array().clone();
        for (int i = 0; i < 200; i++) {
            byte[] forged = sound.clone();
            forged[random.nextInt(56, sound.length - 32)] ^= (byte) (1 << random.nextInt(8));
            replace(key, resigned(forged));
            assertThatThrownBy(() -> repository.point(second.id()))
                    .isInstanceOf(ObjectCorruptException.class)
                    .hasMessageContaining("whose seal does not fit");
        }
    }

    @Test
    void anObjectThatWasNeverSealedIsRefused() throws IOException {
        Sealing none = Sealing.none(repository.id());
        String key = second.id().key();
        byte[] body = new byte[200];
        ByteBuffer object = none.enclose(ObjectKind.POINT, second.id().id(), ByteBuffer.wrap(body));
        store.put(key, object, PutMode.ANY);

        assertThatThrownBy(() -> repository.point(second.id()))
                .isInstanceOf(ObjectCorruptException.class)
                .hasMessageContaining("expected an object with sealing aes-256-gcm, found one with sealing none");
    }

    /// A manifest under another point's name, header and checksums made to fit.
    @Test
    void anObjectReplayedUnderAnotherNameIsRefused() throws IOException {
        byte[] forged = store.get(first.id().key()).array().clone();
        ByteBuffer bytes = ByteBuffer.wrap(forged);
        bytes.putLong(28, second.id().id().getMostSignificantBits());
        bytes.putLong(36, second.id().id().getLeastSignificantBits());
        bytes.putInt(44, crc(bytes.slice(0, 44)));
        replace(second.id().key(), resigned(forged));

        assertThatThrownBy(() -> repository.point(second.id()))
                .isInstanceOf(ObjectCorruptException.class)
                .hasMessageContaining("whose seal does not fit");
    }

    /// Two records of one pack that take the same room change places, or a pack takes another one's footer.
    @Test
    void recordsAndFootersInOtherPlacesAreRefused() throws IOException {
        String pack = largestChunkPack();
        byte[] sound = store.get(pack).array().clone();
        // The first records are raw, and so equally long.
        int raw = CHUNK + repository.keys().sealing().recordOverhead();
        byte[] swapped = sound.clone();
        System.arraycopy(sound, 48, swapped, 48 + raw, raw);
        System.arraycopy(sound, 48 + raw, swapped, 48, raw);
        replace(pack, swapped);
        requireDamageAndNoWrongByte(2);

        byte[] forged = sound.clone();
        ByteBuffer bytes = ByteBuffer.wrap(forged);
        int footer = bytes.getInt(forged.length - 36);
        forged[footer + 3] ^= 1;
        bytes.putInt(forged.length - 12, crc(bytes.slice(footer, forged.length - 12 - footer)));
        replace(pack, forged);
        try (Repository fresh = fresh()) {
            assertThat(fresh.rebuildIndex().unreadable())
                    .singleElement()
                    .satisfies(e -> assertThat(e).hasMessageContaining("whose seal does not fit"));
        }
    }

    private String largestChunkPack() throws IOException {
        return keys("packs/").stream()
                .filter(key -> peek(key, 10) == 1)
                .max((a, b) -> Integer.compare(length(a), length(b)))
                .orElseThrow();
    }

    private void requireDamageAndNoWrongByte(int chunks) throws IOException {
        try (Repository fresh = fresh()) {
            DiskModel.Restored restored =
                    DiskModel.restore(fresh.content(second, DISK), Backups.LITTLE_MEMORY.keepingGoing());
            byte[] expected = after.bytes().clone();
            long damaged = 0;
            for (DamagedRange range : restored.damaged) {
                damaged += range.end() - range.offset();
                Arrays.fill(expected, (int) range.offset(), (int) range.end(), (byte) 0);
            }
            assertThat(damaged).isEqualTo((long) chunks * CHUNK);
            assertThat(restored.bytes).isEqualTo(expected);
        }
    }

    private byte peek(String key, int at) {
        try {
            return store.get(key).get(at);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int length(String key) {
        try {
            return store.get(key).remaining();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static byte[] resigned(byte[] object) {
        MessageDigest sha256 = Sha256.newDigest();
        sha256.update(object, 0, object.length - 32);
        System.arraycopy(sha256.digest(), 0, object, object.length - 32, 32);
        return object;
    }
}
