package io.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The `tidemark` command in a process of its own, with its environment.
record TidemarkCommand(Path folder, Map<String, String> environment) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    record Outcome(int exitCode, String stdout, String stderr) {

        JsonNode json() {
            return JSON.readTree(stdout);
        }
    }

    TidemarkCommand with(String variable, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(variable, value);
        return new TidemarkCommand(folder, changed);
    }

    /// Runs the command to its end, whatever its exit code, and returns what it said.
    Outcome run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tidemark.cli.Tidemark"));
        command.addAll(List.of(arguments));
        try {
            Path stdout = Files.createTempFile(folder, "stdout", ".txt");
            Path stderr = Files.createTempFile(folder, "stderr", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(stdout.toFile())
                    .redirectError(stderr.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            assertThat(process.waitFor(3, TimeUnit.MINUTES))
                    .as("%s ends", command)
                    .isTrue();
            return new Outcome(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// Runs a command that must end with exit code 0, and returns the JSON document it printed.
    JsonNode succeed(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        Outcome outcome = run(all.toArray(String[]::new));
        assertThat(outcome.exitCode())
                .as("exit code of %s: %s%s", all, outcome.stdout(), outcome.stderr())
                .isZero();
        return outcome.json();
    }
}
