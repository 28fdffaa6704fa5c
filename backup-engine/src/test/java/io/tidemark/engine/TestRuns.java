package io.tidemark.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Requests and options that many tests share.
final class TestRuns {
    static final EngineOptions OPTIONS = new EngineOptions(16 << 20, 2, 2, 1, RecheckSample.NONE);

    private TestRuns() {}

    static BackupRequest backup(String machine, String... disks) {
        return backup(machine, RequestedMode.AUTO, disks);
    }

    static BackupRequest backup(String machine, RequestedMode mode, String... disks) {
        List<DiskImage> images = Stream.of(disks)
                .map(disk -> new DiskImage(disk, Path.of("/no/such/" + disk + ".qcow2")))
                .toList();
        return new BackupRequest(machine, images, mode, ImageRoots.anywhere());
    }
}
