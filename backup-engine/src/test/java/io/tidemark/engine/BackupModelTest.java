package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.engine.mark.MarkName;
import io.tidemark.engine.source.DiskSource;
import io.tidemark.repository.point.PointId;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/// Random guests, random backups and random deaths, against a model: whatever was committed is what the disk
/// held.
@Seeded
class BackupModelTest {
    private static final int CHUNK = 4_096;
    private static final int ROUNDS = 15;

    @RepeatedTest(60)
    void noCommittedPointEverMissesAWrite(RandomGenerator random, @TempDir Path cache) throws Exception {
        ModelDisk disk = new ModelDisk("disk", random.nextInt(1, 60) * CHUNK + random.nextInt(2) * 512);
        try (RepositoryInMemory repository = new RepositoryInMemory(cache, CHUNK)) {
            for (int round = 0; round < ROUNDS; round++) {
                live(disk, random);
                byte[] content = disk.content();
                switch (random.nextInt(6)) {
                    case 0 -> disk.dieAfter(random.nextInt(60));
                    case 1 -> repository.dieAfter(random.nextInt(12), disk);
                    case 2 -> disk.guestStartsDuringBackup();
                    default -> {}
                }
                backUp(repository, disk, random);
                disk.comesBack();
                repository.comesBack();
                repository.expectNewPointsToHold(Map.of("disk", content));
            }
            backUp(repository, disk, random);
            repository.expectNewPointsToHold(Map.of("disk", disk.content()));

            PointId newest = repository.newest().id();
            assertThat(disk.markNames())
                    .hasSize(1)
                    .allMatch(name -> MarkName.parse(name)
                            .filter(mark -> mark.point().equals(newest))
                            .isPresent());
            repository.checkEveryPoint();
        }
    }

    private static void backUp(RepositoryInMemory repository, ModelDisk disk, RandomGenerator random) {
        BackUpMachine.DiskOpener opener = (image, roots) -> open(disk);
        try {
            new BackUpMachine(repository.open(), TestRuns.OPTIONS, opener, Clock.systemUTC(), random)
                    .run(TestRuns.backup("machine", "disk"), RunObserver.silent());
        } catch (EngineException | IOException expectedAfterADeath) {
            assertThat(disk.died() || repository.died())
                    .as("failed though nobody died: %s", expectedAfterADeath)
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static DiskSource open(ModelDisk disk) throws IOException {
        return disk.open();
    }

    private static void live(ModelDisk disk, RandomGenerator random) {
        for (int action = random.nextInt(6); action > 0; action--) {
            int size = disk.size();
            switch (random.nextInt(13)) {
                case 0 -> disk.resize(size + random.nextInt(10 * CHUNK));
                case 1 -> disk.resize(Math.max(512, size - random.nextInt(10 * CHUNK)));
                case 2 -> {
                    disk.resize(Math.max(512, size - random.nextInt(size)));
                    disk.resize(size);
                }
                case 3 -> disk.guestWritesAndCrashes(random.nextInt(size), new byte[] {(byte) random.nextInt()});
                case 4 -> disk.strangerWrites(random.nextInt(size), new byte[] {(byte) random.nextInt()});
                case 5, 6 -> {
                    int offset = random.nextInt(size);
                    disk.guestDiscards(offset, random.nextInt(size - offset));
                }
                default -> {
                    byte[] bytes = new byte[random.nextInt(Math.min(size, 5 * CHUNK)) + 1];
                    if (random.nextInt(5) > 0) {
                        random.nextBytes(bytes);
                    }
                    disk.guestWrites(random.nextInt(size - bytes.length + 1), bytes);
                }
            }
        }
    }
}
