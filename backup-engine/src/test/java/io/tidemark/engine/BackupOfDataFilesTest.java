package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemark.testing.NbdServer;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Images whose guest data are in another file: that file is read, locked and held to the image roots.
@QemuTest
@Seeded
class BackupOfDataFilesTest {
    private static final long SIZE = 16 << 20;

    @TempDir
    private Path directory;

    private QemuMachine machine;

    @BeforeEach
    void open() throws IOException {
        machine = new QemuMachine(directory);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "on"})
    void theDataFileIsBackedUpFromTheMarkInTheImage(String raw, RandomGenerator random) throws Exception {
        machine.create("16M", "-o", "data_file=%s,data_file_raw=%s".formatted(directory.resolve("disk.data"), raw));
        machine.writeAtRandom(random, SIZE, 20);
        machine.backUp();
        machine.writeAtRandom(random, SIZE, 10);

        assertThat(machine.backUp().mode()).isEqualTo(Mode.BITMAP);

        machine.checkEveryPoint();
    }

    @Test
    void aDataFileBelowThatWasWrittenToIsNoticed() throws Exception {
        Path data = directory.resolve("base.data");
        machine.image = directory.resolve("base.qcow2");
        machine.create("16M", "-o", "data_file=%s,data_file_raw=on".formatted(data));
        machine.write("write -P 1 0 16M");
        Path base = machine.image;
        machine.image = directory.resolve("overlay.qcow2");
        machine.create("16M", "-b", base.toString(), "-F", "qcow2");
        machine.backUp();
        QemuTools.succeed("qemu-io", "-f", "raw", "-c", "write -P 2 1M 64k", data.toString());

        assertThat(machine.backUp().mode()).isEqualTo(Mode.COMPARE);

        machine.checkEveryPoint();
    }

    @Test
    void aDataFileThatIsInUseIsBusy() throws Exception {
        Path data = directory.resolve("disk.data");
        machine.create("1M", "-o", "data_file=%s,data_file_raw=on".formatted(data));

        try (NbdServer _ = NbdServer.serve(data, "-f", "raw")) {
            assertRefused(ImageRoots.anywhere(), FailureCode.IMAGE_BUSY);
        }
    }

    @Test
    void aDataFileOutsideTheRootsIsRefused() throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        machine.image = root.resolve("disk.qcow2");
        machine.create("1M", "-o", "data_file=" + directory.resolve("disk.data"));

        assertRefused(new ImageRoots(List.of(root)), FailureCode.PATH_NOT_ALLOWED);
    }

    private void assertRefused(ImageRoots roots, FailureCode code) {
        assertThatThrownBy(() -> machine.backUp(roots, RunObserver.silent()))
                .hasMessageContaining("disk.data")
                .asInstanceOf(type(EngineException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
