package io.tidemark.qcow2;

import static io.tidemark.qcow2.HostileImageTest.failure;
import static io.tidemark.qcow2.HostileImageTest.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.qcow2.source.FileReference;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Headers as no program should write them, and names in them that must not be followed.
class HostileHeaderTest {
    static Stream<Arguments> headers() {
        return Stream.of(
                header("magic", i -> i.putInt(0, 0x51464900), "image-corrupt"),
                header("version 4", i -> i.putInt(4, 4), "image-corrupt"),
                header("cluster bits 8", i -> i.putInt(20, 8), "image-corrupt"),
                header("cluster bits 22", i -> i.putInt(20, 22), "image-corrupt"),
                header("cluster bits -1", i -> i.putInt(20, -1), "image-corrupt"),
                header("odd size beyond the L1 table", i -> i.putInt(36, 1).putLong(24, 32769), "image-corrupt"),
                header("negative size", i -> i.putLong(24, -512), "image-corrupt"),
                header("size beyond the L1 table", i -> i.putLong(24, Long.MAX_VALUE), "image-corrupt"),
                header("encrypted", i -> i.putInt(32, 2), "image-unsupported"),
                header("absurd L1 table", i -> i.putInt(36, Integer.MAX_VALUE), "image-corrupt"),
                header("negative L1 table", i -> i.putInt(36, -1), "image-corrupt"),
                header("unaligned L1 table", i -> i.putLong(40, 513), "image-corrupt"),
                header("L1 table outside", i -> i.putLong(40, 1L << 40), "image-truncated"),
                header("absurd refcount table", i -> i.putInt(56, Integer.MAX_VALUE), "image-corrupt"),
                header("too many snapshots", i -> i.putInt(60, 65537), "image-corrupt"),
                header("unaligned snapshots, though there are none", i -> i.putLong(64, 513), "image-corrupt"),
                header("unknown feature", i -> i.putLong(72, 1L << 40), "image-unsupported"),
                header("external data file without a name", i -> i.putLong(72, 4), "image-corrupt"),
                header("raw external data without a data file", i -> i.putLong(88, 3), "image-corrupt"),
                header("compression bit without type", i -> i.putLong(72, 8), "image-corrupt"),
                header("refcount order", i -> i.putInt(96, 7), "image-corrupt"),
                header("header length", i -> i.putInt(100, 1 << 30), "image-corrupt"),
                header("compression type", i -> i.putByte(104, 9), "image-corrupt"),
                header("backing name outside", i -> i.putLong(8, 4000).putInt(16, 1000), "image-corrupt"),
                header("extension too long", i -> i.putInt(116, 1 << 30), "image-corrupt"),
                header("backing file without a format", i -> i.putLong(8, 400).putInt(16, 4), "image-unsupported"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void aDamagedHeaderIsNamed(String name, Consumer<Built> mutation, String code) {
        Built built = HostileImageTest.image().build();
        mutation.accept(built);

        Qcow2Exception failure = failure(() -> ChangeCase.open(built.source()).close());
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining("fixture");
    }

    @Test
    void backingFilesAreNotOpenedUnlessAllowed() {
        Built built = new ImageFixture(12, 4).backing("/etc/passwd").build();

        assertThatThrownBy(() -> Qcow2Image.open(built.source(), ImageResolver.refusing()))
                .hasMessageContaining("/etc/passwd");
        assertThat(failure(() -> Qcow2Image.open(built.source(), ImageResolver.within(List.of(Path.of("/tmp"))))
                                .close())
                        .code())
                .isEqualTo("path-not-allowed");
        Built json =
                new ImageFixture(12, 4).backing("json:{\"driver\":\"nbd\"}").build();
        assertThat(failure(() -> Qcow2Image.open(json.source(), ImageResolver.within(List.of(Path.of("/"))))
                                .close())
                        .code())
                .isEqualTo("path-not-allowed");
    }

    @Test
    void namesOfBackingFilesThatTheSystemDoesNotOpenAreNamed(@TempDir Path folder) throws IOException {
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        Files.createFile(folder.resolve("file"));
        Map<String, String> codes = Map.of(
                "absent",
                "file-missing",
                "loop",
                "path-not-allowed",
                "file/below",
                "path-not-allowed",
                "n".repeat(1000),
                "path-not-allowed",
                "with\0nul",
                "path-not-allowed",
                "file:with-protocol",
                "path-not-allowed");
        ImageResolver resolver = ImageResolver.within(List.of(folder));
        for (String name : codes.keySet()) {
            Built built = new ImageFixture(12, 4).backing(name).build();
            ImageResolver here = reference ->
                    resolver.resolve(new FileReference(folder.resolve("top"), reference.role(), reference.name()));

            assertThat(failure(() -> Qcow2Image.open(built.source(), here).close())
                            .code())
                    .as(name)
                    .isEqualTo(codes.get(name));
        }
        // What the resolver lets through and the system does not.
        Built built = new ImageFixture(12, 4).backing("any").build();
        for (Path path : List.of(folder.resolve("absent"), folder.resolve("loop"), folder.resolve("file/below"))) {
            assertThat(failure(() -> Qcow2Image.open(built.source(), _ -> path).close())
                            .code())
                    .isIn("file-missing", "path-not-allowed");
        }
    }
}
