package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The zoo, made anew by the QEMU that is here, gets the answers that are checked in.
@QemuTest
class ZooRemadeTest {
    @TempDir
    private Path folder;

    @Test
    void answersAreThoseCheckedIn() throws Exception {
        try (var make = QemuTools.start(Path.of("zoo", "make").toString(), folder.toString())) {
            assertThat(make.process().waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(make.process().exitValue()).isZero();
        }
        boolean sameVersion =
                Files.readString(folder.resolve("qemu-img.version")).strip().equals(ZooImage.qemuVersion());
        for (ZooImage image : ZooImage.all()) {
            assertThat(comparable(ZooImage.read(folder, image.name()), sameVersion))
                    .as(image.name())
                    .isEqualTo(comparable(image, sameVersion));
        }
    }

    @Test
    void everyRecipeIsCheckedIn() throws IOException {
        String names = QemuTools.succeed(Path.of("zoo", "make").toString(), "--list");

        assertThat(names.lines())
                .containsExactlyElementsOf(
                        ZooImage.all().stream().map(ZooImage::name).toList());
    }

    /// Another version of QEMU may put clusters elsewhere, and since 8.2 says which are compressed.
    private static List<String> comparable(ZooImage image, boolean sameVersion) {
        return image.answers().stream()
                .map(line -> line.replaceFirst(", \"compressed\": (true|false)", ""))
                .map(line -> sameVersion ? line : line.replaceFirst(", \"offset\": [0-9]+", ""))
                .toList();
    }
}
