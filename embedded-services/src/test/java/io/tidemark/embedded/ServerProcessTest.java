package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {

    @TempDir
    Path temporary;

    @Test
    void aLeftOverOnTheSameDirectoryIsStopped() throws Exception {
        Process leftOver = sleeperOn(temporary.toRealPath());
        try (DataDirectory directory = DataDirectory.lock(temporary)) {
            Files.writeString(directory.resolve("sleeper.pid"), leftOver.pid() + "\n");

            ServerProcess.stopLeftOver(directory, "sleeper", "TERM");

            assertThat(leftOver.isAlive()).isFalse();
            assertThat(directory.resolve("sleeper.pid")).doesNotExist();
        } finally {
            leftOver.destroyForcibly();
        }
    }

    @Test
    void aStrangerWithTheRememberedProcessIdIsLeftAlone() throws Exception {
        Process stranger = sleeperOn(Path.of("/elsewhere"));
        try (DataDirectory directory = DataDirectory.lock(temporary)) {
            Files.writeString(directory.resolve("sleeper.pid"), stranger.pid() + "\n");

            ServerProcess.stopLeftOver(directory, "sleeper", "TERM");

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aProcessIdFileWithSomethingElseInItStopsNothing() throws Exception {
        try (DataDirectory directory = DataDirectory.lock(temporary)) {
            for (String content : List.of("", "-1\n", "1; reboot\n", "99999999999999999999\n")) {
                Files.writeString(directory.resolve("sleeper.pid"), content);

                ServerProcess.stopLeftOver(directory, "sleeper", "TERM");
            }
            assertThat(directory.resolve("sleeper.pid")).doesNotExist();
        }
    }

    @Test
    void aServerThatEndsWhileStartingIsReportedWithTheEndOfItsLog() throws Exception {
        try (DataDirectory directory = DataDirectory.lock(temporary)) {
            Files.writeString(directory.resolve("broken.log"), "an earlier run\n");

            try (ServerProcess broken =
                    ServerProcess.start(directory, "broken", "TERM", List.of("sh", "-c", "echo no luck >&2; exit 3"))) {
                assertThatThrownBy(() -> broken.requireAlive(Duration.ofSeconds(20)))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("exit code 3")
                        .hasMessageContaining("broken.log")
                        .hasMessageContaining("no luck")
                        .hasMessageNotContaining("an earlier run");
            }
        }
    }

    @Test
    void closingStopsTheServer() throws Exception {
        try (DataDirectory directory = DataDirectory.lock(temporary)) {
            ServerProcess server = ServerProcess.start(directory, "sleeper", "TERM", List.of("sleep", "600"));
            ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();

            server.close();

            process.onExit().get(5, TimeUnit.SECONDS);
        }
    }

    private static Process sleeperOn(Path directory) throws IOException {
        return new ProcessBuilder("sh", "-c", "read -r line", "sh", directory.toString()).start();
    }
}
