package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the launcher builds in the sources, and when. A Maven that notes how it was called makes the jars, those
/// of the server and the worker with a time of long ago, as the real one does.
class LauncherBuildsTest {
    private static final List<String> MODULES = List.of(
            "qcow2-bitmaps",
            "backup-repository",
            "backup-engine",
            "restore-cli",
            "embedded-services",
            "migrations",
            "backup-catalog",
            "backup-worker",
            "web-ui",
            "backup-api");

    private static final String MAVEN = """
            #!/bin/bash
            cd "${0%/bin/mvn}"
            arguments=" $* "
            echo "$*" >>builds
            [[ ! -f touched-meanwhile ]] || touch -d '+1 second' "$(<touched-meanwhile)"
            printf '\\033[0m\\033[1;31mWARNING\\033[m of Maven\\n\\033[0m'
            [[ ! -f broken ]] || exit 1
            jar() { mkdir -p "${1%/*}" && echo "$RANDOM$RANDOM" >"$1"; }
            old() { jar "$1" && touch -d 2026-01-01 "$1"; }
            if [[ $arguments == *backup-api* || $arguments == *backup-worker* ]]; then
              [[ $arguments == *-Dtidemark.worker-jar.skip=true* ]] || old backup-worker/target/tidemark-worker.jar
            fi
            [[ $arguments != *backup-api* ]] || old backup-api/target/tidemark-server.jar
            [[ $arguments != *restore-cli* ]] || jar restore-cli/target/restore-cli.jar
            """;

    @TempDir
    private Path home;

    record Outcome(int exitCode, String out, String err) {}

    @BeforeEach
    void layOutTheSources() throws IOException {
        Files.copy(Path.of("..", "tidemark"), home.resolve("tidemark"));
        Files.setPosixFilePermissions(home.resolve("tidemark"), PosixFilePermissions.fromString("rwxr-xr-x"));
        write(home.resolve("pom.xml"), "");
        for (String module : MODULES) {
            write(source(module), "");
        }
        program("bin/mvn", MAVEN);
        program("jdk/bin/java", "#!/bin/sh\necho \"$@\"\n");
        program("jdk/bin/javac", "#!/bin/sh\n");
        write(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    }

    @Test
    void whatTheQuickstartBuiltIsNotBuiltAgain() throws Exception {
        assertThat(launch("quickstart").out()).contains("restore-cli.jar quickstart");
        assertThat(builds()).singleElement().asString().contains("backup-api").contains("restore-cli");

        assertThat(launch("server").out()).contains("backup-api/target/tidemark-server.jar");
        launch("worker");
        launch("points");
        launch("quickstart");

        assertThat(builds()).hasSize(1);
    }

    @Test
    void whatTheServerBuiltIsBuiltByNoOther() throws Exception {
        launch("server");
        launch("worker");
        assertThat(builds()).hasSize(1);

        launch("quickstart");

        assertThat(builds()).hasSize(2);
        assertThat(builds().getLast()).contains("restore-cli").doesNotContain("backup-api");
    }

    @Test
    void aJarThatIsCurrentIsNotWritten() throws Exception {
        launch("quickstart");
        String worker = Files.readString(home.resolve("backup-worker/target/tidemark-worker.jar"));
        String commandLine = Files.readString(home.resolve("restore-cli/target/restore-cli.jar"));
        change("web-ui");

        launch("points");
        launch("worker");
        assertThat(builds()).hasSize(1);
        launch("quickstart");

        assertThat(builds()).hasSize(2);
        assertThat(home.resolve("backup-worker/target/tidemark-worker.jar")).hasContent(worker);
        assertThat(home.resolve("restore-cli/target/restore-cli.jar")).hasContent(commandLine);
        launch("worker");
        launch("server");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void aChangeOfTheCommandLineIsNoneOfTheServer() throws Exception {
        launch("quickstart");
        change("restore-cli");

        launch("server");
        assertThat(builds()).hasSize(1);
        launch("points");

        assertThat(builds()).hasSize(2);
        assertThat(builds().getLast()).doesNotContain("backup-api");
    }

    @Test
    void aChangeOfWhatAllNeedIsBuiltIntoEach() throws Exception {
        launch("quickstart");
        change("backup-engine");

        launch("points");
        launch("server");
        launch("worker");

        assertThat(builds()).hasSize(3);
        assertThat(builds().getLast()).contains("backup-api").doesNotContain("worker-jar.skip");
    }

    @Test
    void whatIsEditedWhileMavenRunsIsBuiltTheNextTime() throws Exception {
        write(home.resolve("touched-meanwhile"), source("restore-cli").toString());
        launch("points");

        launch("points");

        assertThat(builds()).hasSize(2);
    }

    @Test
    void aJarThatSomebodyElsePutThereIsNotTakenForTheOneThatWasBuilt() throws Exception {
        launch("server");
        Path jar = write(home.resolve("backup-api/target/tidemark-server.jar"), "of another branch");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

        launch("server");

        assertThat(builds()).hasSize(2);
    }

    @Test
    void aBuildThatFailsIsSaidAndTriedAgain() throws Exception {
        write(home.resolve("broken"), "");

        Outcome failed = launch("server");

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("the build failed");
        assertThat(failed.out()).isEmpty();
        Files.delete(home.resolve("broken"));
        assertThat(launch("server").exitCode()).isZero();
        assertThat(builds()).hasSize(2);
    }

    @Test
    void mavensMessagesComeWithoutColoursOnStandardError() throws Exception {
        Outcome outcome = launch("server");

        assertThat(outcome.err()).contains("WARNING of Maven").doesNotContain("\033");
        assertThat(outcome.out()).doesNotContain("WARNING").doesNotContain("\033");
    }

    private Path source(String module) {
        return home.resolve(module).resolve("src/main/Source.java");
    }

    /// Writes a source anew, now: later than every build before and earlier than every build after.
    private void change(String module) throws IOException {
        Files.setLastModifiedTime(source(module), FileTime.from(Instant.now()));
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(home.resolve("builds"));
    }

    private Outcome launch(String... arguments) throws Exception {
        Path out = home.resolve("out.txt");
        Path err = home.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(home.resolve("tidemark").toString());
        builder.command().addAll(List.of(arguments));
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().remove("TIDEMARK_HOME");
        builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        builder.environment().put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
        int exitCode = builder.start().waitFor();
        return new Outcome(exitCode, Files.readString(out), Files.readString(err));
    }

    /// As old as if it had been checked out an hour ago.
    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        return file;
    }

    private void program(String name, String text) throws IOException {
        Path program = write(home.resolve(name), text);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
