package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.S3Server;
import io.tidemark.embedded.SharedS3;
import io.tidemark.testing.HttpRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// A repository in a bucket of a real S3 server, with somebody in between who may refuse requests. Commands
/// run in this process, so its tests lock [org.junit.jupiter.api.parallel.Resources#SYSTEM_PROPERTIES], where
/// the credentials are.
final class RelayedBucket implements AutoCloseable {
    private final Path home;
    private final S3Server server = SharedS3.server();
    private final String location = "s3://" + SharedS3.freshBucket() + "/here";
    private final HttpRelay relay;

    RelayedBucket(Path home) throws IOException {
        this.home = home;
        this.relay = HttpRelay.to(server.endpoint());
        System.setProperty("aws.accessKeyId", server.accessKey());
        System.setProperty("aws.secretAccessKey", server.secretKey());
    }

    /// Makes the repository.
    void init() {
        succeed("repository", "init", "--chunk-size", "4096");
    }

    HttpRelay relay() {
        return relay;
    }

    /// Runs a command on the repository.
    CommandLineRun.Outcome run(String... command) {
        return new CommandLineRun(home)
                .run(Stream.concat(Arrays.stream(command), Stream.of(where())).toArray(String[]::new));
    }

    /// Starts a command on the repository in a process of its own.
    ProgramRun start(String... command) throws IOException {
        return ProgramRun.start(
                home,
                List.of(
                        "env",
                        "AWS_ACCESS_KEY_ID=" + server.accessKey(),
                        "AWS_SECRET_ACCESS_KEY=" + server.secretKey()),
                Stream.concat(Arrays.stream(command), Stream.of(where())).toArray(String[]::new));
    }

    private String[] where() {
        return new String[] {
            "--json", "--repository", location, "--endpoint", relay.endpoint().toString()
        };
    }

    CommandLineRun.Outcome succeed(String... command) {
        CommandLineRun.Outcome outcome = run(command);
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }

    /// A raw disk of bytes that nobody can compress.
    Path image(String name, int bytes, long seed) throws IOException {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return Files.write(home.resolve(name), content);
    }

    /// Backs a raw disk up.
    ///
    /// @return the point
    String backUp(String machine, Path image) {
        return succeed("backup", "--machine", machine, image.toString())
                .json()
                .path("point")
                .asString();
    }

    /// Restores a point and compares it with the disk it was made of.
    void requireSame(String point, Path image) throws IOException {
        Path target = home.resolve("restored-" + point + ".raw");
        succeed("restore", point, "--to", target.toString(), "--format", "raw");
        assertThat(Files.mismatch(target, image)).isEqualTo(-1);
        Files.delete(target);
    }

    @Override
    public void close() throws IOException {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        relay.close();
    }
}
