package io.tidemark.repository;

import static io.tidemark.repository.Backups.CHUNK;

import io.tidemark.repository.point.Point;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.MeteredObjectStore;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreLimits;
import io.tidemark.repository.store.StoreMeter;
import io.tidemark.repository.verification.Verification;
import io.tidemark.repository.verification.VerificationOptions;
import io.tidemark.repository.verification.VerificationOptions.Level;
import io.tidemark.repository.verification.VerificationReport;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Two points of one disk, of which each test damages something.
@Seeded
abstract class DamagedDisk {

    static final VerificationOptions FULL = new VerificationOptions(Level.FULL, 100, null, 2);
    static final VerificationOptions STRUCTURE = new VerificationOptions(Level.STRUCTURE, 100, null, 2);
    static final int CHUNKS = 700;

    @TempDir
    Path cache;

    final MemoryObjectStore objects = new MemoryObjectStore();
    final StoreMeter meter = new StoreMeter(StoreLimits.NONE);
    final ObjectStore store = new MeteredObjectStore(objects, meter);
    DiskModel model;
    Point first;
    Point second;
    private int processes;
    long seconds = 1_800_000_000;

    @BeforeEach
    void backUpTwice(RandomGenerator random) throws IOException {
        model = new DiskModel(CHUNK, CHUNKS * CHUNK);
        random.nextBytes(model.bytes());
        try (Repository repository = Repository.init(store, Backups.format(), cache)) {
            first = Backups.backUp(repository, model, null);
            second = Backups.backUp(repository, model, first);
        }
    }

    /// As a process that has nothing in its cache.
    Repository reopen() throws IOException {
        return Repository.open(store, cache.resolve("process-" + processes++));
    }

    VerificationReport verify(@Nullable Point point, VerificationOptions options) throws IOException {
        try (Repository repository = reopen()) {
            return verify(repository, point, options);
        }
    }

    VerificationReport verify(Repository repository, @Nullable Point point, VerificationOptions options)
            throws IOException {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(seconds++));
        return repository.verification(point, clock).run(options, new Verification.Progress() {
            @Override
            public void toCheck(long bytes) {}

            @Override
            public void checked(long bytes) {}
        });
    }

    List<String> keys(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        objects.list(prefix, object -> keys.add(object.key()));
        return keys;
    }

    List<String> packs(int kind) throws IOException {
        List<String> packs = new ArrayList<>();
        for (String key : keys("packs/")) {
            if (objects.get(key).get(10) == kind) {
                packs.add(key);
            }
        }
        return packs;
    }

    void flip(String key, int at) throws IOException {
        ByteBuffer bytes = objects.get(key);
        objects.put(key, bytes.put(at, (byte) ~bytes.get(at)), PutMode.ANY);
    }

    Point backUpAgain() throws IOException {
        try (Repository repository = reopen()) {
            return Backups.backUp(repository, model, second);
        }
    }

    void requireSame(Point point) throws IOException {
        try (Repository repository = reopen()) {
            Backups.requireSame(repository, point, model);
        }
    }
}
