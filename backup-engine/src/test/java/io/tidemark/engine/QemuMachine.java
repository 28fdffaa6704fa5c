package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.engine.mark.MarkName;
import io.tidemark.repository.Repository;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A machine with one real image, written to by QEMU's own tools, and a repository for it.
final class QemuMachine implements AutoCloseable {
    static final int CLUSTER = 65_536;

    private final Path directory;
    private final Repository repository;
    private final Map<PointId, Path> contents = new LinkedHashMap<>();

    Path image;

    QemuMachine(Path directory) throws IOException {
        this.directory = directory;
        this.image = directory.resolve("disk.qcow2");
        this.repository = Repository.init(
                new MemoryObjectStore(), RepositoryFormat.create(Instant.EPOCH), directory.resolve("cache"));
    }

    Repository repository() {
        return repository;
    }

    void create(String size, String... options) {
        List<String> command = new ArrayList<>(List.of("qemu-img", "create", "-q", "-f", "qcow2"));
        command.addAll(List.of(options));
        command.addAll(List.of(image.toString(), size));
        QemuTools.succeed(command.toArray(String[]::new));
    }

    /// Lets QEMU write patterns at random; returns how many different clusters were touched at most.
    int writeAtRandom(RandomGenerator random, long size, int writes) {
        List<String> command = new ArrayList<>(List.of("qemu-io", "-f", "qcow2"));
        int clusters = 0;
        for (int write = 0; write < writes; write++) {
            int length = random.nextInt(1, 64) * 4_096;
            long offset = random.nextLong((size - length) / 512) * 512;
            String verb = switch (random.nextInt(8)) {
                case 0 -> "discard";
                case 1 -> "write -z";
                default -> "write -P " + random.nextInt(1, 256);
            };
            command.addAll(List.of("-c", verb + " " + offset + " " + length));
            clusters += length / CLUSTER + 2;
        }
        command.add(image.toString());
        QemuTools.succeed(command.toArray(String[]::new));
        return clusters;
    }

    void write(String... commands) {
        List<String> command = new ArrayList<>(List.of("qemu-io", "-f", "qcow2"));
        for (String each : commands) {
            command.addAll(List.of("-c", each));
        }
        command.add(image.toString());
        QemuTools.succeed(command.toArray(String[]::new));
    }

    DiskReport backUp() throws Exception {
        return backUpAndKeep(ImageRoots.anywhere()).disks().getFirst();
    }

    BackupReport backUp(RunObserver observer) throws Exception {
        return backUp(ImageRoots.anywhere(), observer);
    }

    BackupReport backUp(ImageRoots roots, RunObserver observer) throws Exception {
        BackupRequest request =
                new BackupRequest("machine", List.of(new DiskImage("root", image)), RequestedMode.AUTO, roots);
        return new BackUpMachine(repository, EngineOptions.defaults()).run(request, observer);
    }

    /// The mark of the newest point.
    String markName() throws IOException {
        return new MarkName(repository.id(), repository.points().getLast().id()).toString();
    }

    /// Keeps a raw copy made by QEMU of what the disk holds.
    private BackupReport backUpAndKeep(ImageRoots roots) throws Exception {
        BackupReport report = backUp(roots, RunObserver.silent());
        Path content = directory.resolve(report.point() + ".raw");
        if (image.toString().endsWith(".raw")) {
            Files.copy(image, content);
        } else {
            QemuTools.succeed("qemu-img", "check", "-q", image.toString());
            QemuTools.succeed("qemu-img", "convert", "-f", "qcow2", "-O", "raw", image.toString(), content.toString());
        }
        contents.put(report.point(), content);
        return report;
    }

    /// Restores every point in both formats, and lets QEMU compare.
    void checkEveryPoint() throws Exception {
        assertThat(repository.check().problems()).isEmpty();
        for (Map.Entry<PointId, Path> point : contents.entrySet()) {
            for (ImageFormat format : ImageFormat.values()) {
                Path target = directory.resolve(point.getKey() + ".restored." + format.wireName());
                new RestoreDisk(repository, EngineOptions.defaults())
                        .run(
                                new RestoreRequest(point.getKey(), null, target, format, ImageRoots.anywhere(), false),
                                RunObserver.silent());
                QemuTools.succeed(
                        "qemu-img",
                        "compare",
                        "-f",
                        format.wireName(),
                        "-F",
                        "raw",
                        target.toString(),
                        point.getValue().toString());
                Files.delete(target);
            }
        }
    }

    /// What QEMU says of the image, but for the room it takes.
    String info() {
        return QemuTools.succeed("qemu-img", "info", "--output=json", image.toString())
                .replaceAll("\"actual-size\": \\d+,", "");
    }

    @Override
    public void close() {
        repository.close();
    }
}
