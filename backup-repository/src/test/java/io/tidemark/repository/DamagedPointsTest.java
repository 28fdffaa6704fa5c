package io.tidemark.repository;

import static io.tidemark.repository.Backups.CHUNK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.verification.Verification;
import io.tidemark.repository.verification.VerificationOptions;
import io.tidemark.repository.verification.VerificationOptions.Level;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Seeded
class DamagedPointsTest {
    @TempDir
    private Path cache;

    private final MemoryObjectStore store = new MemoryObjectStore();

    @Test
    void areThoseThatNeedWhatAVerificationFoundDamagedUntilItIsStoredAgain(RandomGenerator random) throws IOException {
        DiskModel model = new DiskModel(CHUNK, 300 * CHUNK);
        random.nextBytes(model.bytes());
        try (Repository repository = Repository.init(store, Backups.format(), cache)) {
            Point whole = Backups.backUp(repository, model, null);
            List<String> before = packs();
            byte[] change = new byte[CHUNK];
            random.nextBytes(change);
            System.arraycopy(change, 0, model.bytes(), 7 * CHUNK, CHUNK);
            Point hit = Backups.backUp(repository, model, whole);
            List<Point> both = List.of(whole, hit);
            assertThat(repository.knownDamaged(both)).isEmpty();

            for (String pack : packs()) {
                if (!before.contains(pack) && store.get(pack).get(10) == 1) {
                    ByteBuffer bytes = store.get(pack);
                    store.put(pack, bytes.put(100, (byte) ~bytes.get(100)), PutMode.ANY);
                }
            }
            assertThat(repository.knownDamaged(both)).as("nobody has looked").isEmpty();
            verify(repository);
            assertThat(repository.knownDamaged(both)).containsExactly(hit.id());

            Backups.backUp(repository, model, null);
            assertThat(repository.knownDamaged(both)).as("healed").isEmpty();
        }
    }

    private List<String> packs() throws IOException {
        List<String> keys = new ArrayList<>();
        store.list("packs/", object -> keys.add(object.key()));
        return keys;
    }

    private static void verify(Repository repository) throws IOException {
        repository
                .verification(null, InstantSource.system())
                .run(new VerificationOptions(Level.FULL, 100, null, 2), new Verification.Progress() {
                    @Override
                    public void toCheck(long bytes) {}

                    @Override
                    public void checked(long bytes) {}
                });
    }
}
