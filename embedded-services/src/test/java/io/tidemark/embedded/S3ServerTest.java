package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ServerTest {

    @TempDir
    Path directory;

    @Test
    void bucketsSurviveARestartOnTheSameDirectory() throws IOException {
        try (S3Server server = S3Server.start(options(0))) {
            assertThat(server.endpoint()).hasScheme("http").hasHost("127.0.0.1");
            server.createBucket("kept");
            server.createBucket("kept");
        }

        try (S3Server server = S3Server.start(options(0))) {
            S3Admin admin = new S3Admin(server.endpoint(), "key", "secret");
            admin.listBuckets();
            assertThat(admin.status("HEAD", "/kept")).isEqualTo(200);
            assertThat(admin.status("HEAD", "/other")).isEqualTo(404);
        }
    }

    @Test
    void anotherSecretIsRefused() throws IOException {
        try (S3Server server = S3Server.start(options(0))) {
            S3Admin stranger = new S3Admin(server.endpoint(), "key", "guess");

            assertThatThrownBy(stranger::listBuckets)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("403");
        }
    }

    @Test
    void theServerEndsWithAStarterThatWasKilled() throws Exception {
        Process starter = StarterProcess.start("s3", directory);
        long pid = StarterProcess.serverPid(starter);
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();

        starter.destroyForcibly().waitFor();

        server.onExit().get(20, TimeUnit.SECONDS);
        try (S3Server next = S3Server.start(options(0))) {
            assertThat(next.pid()).isNotEqualTo(pid);
        }
    }

    @Test
    void aDirectoryInUseAndAPortInUseAreNamed() throws IOException {
        try (S3Server server = S3Server.start(options(0))) {
            assertThatThrownBy(() -> S3Server.start(options(0)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Another process")
                    .hasMessageContaining(directory.getFileName().toString());
            assertThat(server.pid()).isPositive();
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> S3Server.start(options(taken.getLocalPort())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Its log says")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void nobodyElseMayReadTheDirectoryOrTheSecret() throws IOException {
        try (S3Server server = S3Server.start(options(0))) {
            assertThat(Files.getPosixFilePermissions(directory))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(Files.getPosixFilePermissions(directory.resolve("s3proxy.properties")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            List<String> commandLine = Files.readString(Path.of("/proc/" + server.pid() + "/cmdline"))
                    .transform(text -> List.of(text.split("\0")));
            assertThat(commandLine).doesNotContain("secret").noneMatch(word -> word.contains("secret"));
        }
        assertThat(options(0).toString()).doesNotContain("secret");
    }

    @Test
    void theSharedServerGivesEachTestABucketOfItsOwn() throws IOException {
        String first = SharedS3.freshBucket();
        String second = SharedS3.freshBucket();

        S3Server server = SharedS3.server();
        S3Admin admin = new S3Admin(server.endpoint(), server.accessKey(), server.secretKey());
        assertThat(first).isNotEqualTo(second);
        assertThat(admin.status("HEAD", "/" + first)).isEqualTo(200);
        assertThat(admin.status("HEAD", "/" + second)).isEqualTo(200);
    }

    private S3ServerOptions options(int port) {
        return new S3ServerOptions(directory, port, "key", "secret");
    }
}
