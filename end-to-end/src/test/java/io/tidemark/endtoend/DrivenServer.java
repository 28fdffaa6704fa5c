package io.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.TidemarkServer;
import io.tidemark.cli.Tidemark;
import io.tidemark.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server with its worker, database and S3 server, and the `tidemark` command that drives it, as its first token.
final class DrivenServer implements AutoCloseable {
    static final String TOKEN = "tmk_end-to-end-000000000000000000000000000";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final Path images;
    private ConfigurableApplicationContext server;

    /// What a command said.
    record Outcome(int exitCode, String out, String err) {
        JsonNode json() {
            return JSON.readTree(out);
        }

        Outcome ok() {
            assertThat(exitCode).as(out + err).isZero();
            return this;
        }
    }

    /// Starts it.
    ///
    /// @param folder what it keeps, and the home of who types the commands
    /// @param images the image root of its worker
    DrivenServer(Path folder, Path images) {
        this.folder = folder;
        this.images = images;
        // The command's logging, which says nothing, is on the class path first: what users see comes by the API.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        server = run();
    }

    private ConfigurableApplicationContext run() {
        return SpringApplication.run(
                TidemarkServer.class,
                "--server.port=0",
                "--tidemark.data-directory=" + folder.resolve("data"),
                "--tidemark.initial-token=" + TOKEN,
                "--tidemark.embedded-s3.enabled=true",
                "--tidemark.worker.image-report-interval=1s",
                "--tidemark.worker.image-roots=" + images);
    }

    /// Stops it and starts it again without its database, but with what lies in its buckets.
    void loseDatabase() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(folder.resolve("data").resolve("postgres"))) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
        server = run();
    }

    String address() {
        return "http://127.0.0.1:" + server.getEnvironment().getRequiredProperty("local.server.port");
    }

    Outcome tidemark(String... arguments) {
        return tidemark(Map.of("TIDEMARK_TOKEN", TOKEN), arguments);
    }

    /// @param variables the environment, besides the server's address
    Outcome tidemark(Map<String, String> variables, String... arguments) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("TIDEMARK_SERVER", address());
        environment.put("HOME", folder.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                Tidemark.wantsJson(arguments),
                false,
                () -> false);
        int exitCode = new Tidemark(terminal).run(arguments);
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close();
        System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
    }
}
