package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The damages that are refused here are those that QEMU refuses to open an image for, but for what it overlooks.
@QemuTest
class DamagedBitmapsAgainstQemuTest {
    /// QEMU reads tables and bits that are outside the file as zeros.
    private static final Set<String> OVERLOOKED = Set.of("table outside", "data outside");

    @TempDir
    private Path folder;

    static Stream<Arguments> damages() {
        return Stream.of(HostileImageTest.directories(), HostileImageTest.entries(), HostileImageTest.tables())
                .flatMap(all -> all);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void qemuRefusesWhatIsRefusedHere(String name, Consumer<Built> damage, String code) throws IOException {
        Built built = HostileImageTest.image().build();
        damage.accept(built);
        ByteBuffer content = ByteBuffer.allocate((int) built.source().size());
        built.source().readPadded(content, 0);
        Path file = folder.resolve("image");
        Files.write(file, content.array());

        QemuTools.Result info = QemuTools.run("qemu-img", "info", "-f", "qcow2", file.toString());

        assertThat(info.exitCode() != 0)
                .as("%s (%s): %s", name, code, info.stdout() + info.stderr())
                .isEqualTo(!OVERLOOKED.contains(name));
        assertThat(List.of("bitmap-directory-invalid", "bitmap-invalid")).contains(code);
    }
}
