package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.engine.mark.MarkName;
import io.tidemark.repository.point.PointId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/// A machine with disks in memory, 40 of whose 100 chunks hold data, and a repository for it.
final class ModelMachine implements AutoCloseable {
    static final int CHUNK = 4_096;
    static final int SIZE = 100 * CHUNK;

    final SplittableRandom random = new SplittableRandom(7);
    final RepositoryInMemory repository;
    final ModelDisk root;
    private Clock clock = Clock.systemUTC();
    private final Map<String, ModelDisk> disks = new HashMap<>();

    ModelMachine(Path cache) throws IOException {
        repository = new RepositoryInMemory(cache, CHUNK);
        root = disk("root");
    }

    ModelDisk disk(String name) {
        ModelDisk disk = new ModelDisk(name, SIZE);
        disk.guestWrites(0, bytes(40 * CHUNK));
        disks.put(name, disk);
        return disk;
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Puts the host's clock wrong.
    void clock(Clock wrong) {
        clock = wrong;
    }

    BackUpMachine with(EngineOptions options) throws IOException {
        return new BackUpMachine(
                repository.open(),
                options,
                (image, roots) ->
                        Objects.requireNonNull(disks.get(image.name())).open(),
                clock,
                random);
    }

    BackupReport backUp(String... names) throws Exception {
        return run(TestRuns.backup("machine", names));
    }

    BackupReport backUp(RequestedMode mode, String... names) throws Exception {
        return run(TestRuns.backup("machine", mode, names));
    }

    BackupReport backUp(EngineOptions options, String... names) throws Exception {
        return with(options).run(TestRuns.backup("machine", names), RunObserver.silent());
    }

    BackupReport run(BackupRequest request) throws Exception {
        return with(TestRuns.OPTIONS).run(request, RunObserver.silent());
    }

    String markOf(PointId point) throws IOException {
        return new MarkName(repository.open().id(), point).toString();
    }

    /// The point of the report is the newest, and holds what the disk `root` holds now.
    void assertHolds(BackupReport report) throws IOException {
        assertThat(repository.newest().id()).isEqualTo(report.point());
        byte[] held = repository.read(repository.newest(), "root");
        assertThat(Arrays.mismatch(held, root.content())).as("first difference").isEqualTo(-1);
    }

    @Override
    public void close() {
        repository.close();
    }
}
