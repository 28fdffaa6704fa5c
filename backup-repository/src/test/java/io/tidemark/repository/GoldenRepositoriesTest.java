package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.sealing.PassphraseSource;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectStores;
import io.tidemark.repository.store.RepositoryLocation;
import io.tidemark.repository.store.StoreOptions;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Repositories that earlier versions made, kept for ever beside `golden/make`: this version restores them, and so
/// does a program that knows nothing but `docs/repository-format.md`.
class GoldenRepositoriesTest {

    private static final Path RESTORER =
            Path.of("..", "docs", "restorer", "TidemarkRestore.java").toAbsolutePath();

    private static final String PASSPHRASE = "ebb and flow";

    /// A disk of a point, and the SHA-256 of what it held.
    private record Expected(UUID point, String machine, String disk, String sha256) {}

    @TempDir
    static Path compiled;

    @TempDir
    Path directory;

    @BeforeAll
    static void compileTheRestorer() {
        String[] words = {"-cp", zstd(), "-d", compiled.toString(), RESTORER.toString()};
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words))
                .isZero();
    }

    static Stream<Path> goldenRepositories() throws IOException, URISyntaxException {
        Path folder =
                Path.of(GoldenRepositoriesTest.class.getResource("/golden").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".zip")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("goldenRepositories")
    void everyPointIsRestored(Path golden) throws Exception {
        List<Expected> expected = expected(golden);
        Path unpacked = unpack(golden);
        try (ObjectStore store =
                        ObjectStores.open(new RepositoryLocation.Directory(unpacked), StoreOptions.defaults());
                Repository repository = Repository.open(store, directory.resolve("cache"), passphrase(golden))) {
            List<Expected> found = new ArrayList<>();
            for (Point point : repository.points()) {
                for (PointDisk disk : point.disks()) {
                    found.add(new Expected(
                            point.id().id(), point.machine(), disk.name(), sha256(repository, point, disk)));
                }
            }

            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(repository.check().problems()).isEmpty();
            assertThat(repository.pins().pinned())
                    .containsExactly(new PointId(expected.get(2).point()));
        }
    }

    @ParameterizedTest
    @MethodSource("goldenRepositories")
    void aStrangersRestorerRestoresThemToo(Path golden) throws Exception {
        Path unpacked = unpack(golden);
        List<Expected> expected = expected(golden);

        String listed = restorer(unpacked.toString());
        // One disk has changed, one is a hole, one is the same in two machines; Argon2id takes seconds for each start.
        List<Expected> restored = isSealed(golden) ? expected.subList(2, 3) : expected.subList(2, expected.size());

        assertThat(listed.lines().filter(line -> line.matches("[0-9a-f-]{36} .*")))
                .hasSize(expected.size());
        for (Expected each : restored) {
            assertThat(listed).contains(each.point() + " ", " " + each.machine() + " " + each.disk() + " ");
            Path target = directory.resolve(each.point() + each.disk());
            restorer(unpacked.toString(), each.point().toString(), each.disk(), target.toString());
            assertThat(sha256(Files.readAllBytes(target))).as(each.toString()).isEqualTo(each.sha256());
        }
    }

    @Test
    void theStrangersRestorerStaysShortAndAlone() throws IOException {
        List<String> lines = Files.readAllLines(RESTORER);

        assertThat(lines).hasSizeLessThan(300);
        assertThat(lines.stream().filter(line -> line.startsWith("import ")))
                .allMatch(line -> line.startsWith("import java") || line.contains(".zstd."));
    }

    private static boolean isSealed(Path golden) {
        return golden.getFileName().toString().startsWith("sealed");
    }

    private static PassphraseSource passphrase(Path golden) {
        return isSealed(golden) ? Sealed.given(PASSPHRASE) : PassphraseSource.NONE;
    }

    private static String zstd() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("zstd-jni"))
                .findFirst()
                .orElseThrow();
    }

    private static String restorer(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                zstd() + File.pathSeparator + compiled,
                "TidemarkRestore"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TIDEMARK_PASSPHRASE", PASSPHRASE);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static List<Expected> expected(Path golden) throws IOException {
        String name = golden.getFileName().toString().replace(".zip", ".txt");
        return Files.readAllLines(golden.resolveSibling(name)).stream()
                .map(line -> line.split(" "))
                .map(words -> new Expected(UUID.fromString(words[0]), words[1], words[2], words[3]))
                .toList();
    }

    private Path unpack(Path golden) throws IOException {
        Path target = directory.resolve("repository");
        try (InputStream file = Files.newInputStream(golden);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path path = target.resolve(entry.getName());
                Files.createDirectories(path.getParent());
                Files.copy(zip, path);
            }
        }
        return target;
    }

    private static String sha256(Repository repository, Point point, PointDisk disk) throws Exception {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(disk.virtualSize()));
        repository.content(point, disk.name()).read(0, content);
        return sha256(content.array());
    }

    private static String sha256(byte[] content) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
