package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What `image info` says of an image beside its size and bitmaps.
@QemuTest
class ImageInfoTest {
    @TempDir
    private Path home;

    private CommandLineRun.Outcome info(Path image, String... options) {
        String[] words = new String[3 + options.length];
        words[0] = "image";
        words[1] = "info";
        words[2] = image.toString();
        System.arraycopy(options, 0, words, 3, options.length);
        return new CommandLineRun(home).run(words);
    }

    private Path image(String... options) {
        Path image = home.resolve("disk.qcow2");
        QemuTools.succeed("qemu-img", "create", "-q", "-f", "qcow2", "-o", String.join(",", options), image + "", "1M");
        return image;
    }

    @Test
    void snapshotsAreListedWithTheirOwnSize() {
        Path image = image("compat=1.1");
        QemuTools.succeed("qemu-img", "snapshot", "-c", "before", image.toString());
        QemuTools.succeed("qemu-img", "resize", "-q", "-f", "qcow2", image.toString(), "4M");

        JsonNode snapshots = info(image, "--json").json().path("snapshots");

        assertThat(snapshots).hasSize(1);
        assertThat(snapshots.path(0).path("id").asString()).isEqualTo("1");
        assertThat(snapshots.path(0).path("name").asString()).isEqualTo("before");
        assertThat(snapshots.path(0).path("diskBytes").asLong()).isEqualTo(1 << 20);
        assertThat(snapshots.path(0).path("vmStateBytes").asLong()).isZero();
        assertThat(info(image).out()).contains("snapshot      1 \"before\"").contains("disk of 1.00 MiB");
    }

    @Test
    void theDataFileIsNamed() {
        Path data = home.resolve("disk.data");
        Path image = image("data_file=" + data, "data_file_raw=on");

        JsonNode found = info(image, "--json").json().path("dataFile");

        assertThat(found.path("name").asString()).isEqualTo(data.toString());
        assertThat(found.path("path").asString()).isEqualTo(data.toString());
        assertThat(found.path("raw").asBoolean()).isTrue();
        assertThat(info(image).out()).contains("data file     " + data).contains(", raw");
    }

    @Test
    void aFileThatIsNoImageIsCalledThat() throws IOException {
        Path file = Files.writeString(home.resolve("hostname"), "a-host\n");

        CommandLineRun.Outcome outcome = info(file);

        assertThat(outcome.exitCode()).isEqualTo(13);
        assertThat(outcome.err()).contains("not a qcow2 image").doesNotContain("backing file");
    }
}
