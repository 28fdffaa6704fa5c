package io.tidemark.cli;

import io.tidemark.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs command lines in this process, each with an environment and streams of its own.
final class CommandLineRun {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> typed = new ArrayList<>();

    /// @param home stands for the user's home directory; the cache goes there
    CommandLineRun(Path home) {
        environment.put("HOME", home.toString());
    }

    /// As if somebody sat at the terminal and typed these, when asked.
    CommandLineRun typing(String... secrets) {
        typed.addAll(List.of(secrets));
        return this;
    }

    /// The same with one more variable.
    CommandLineRun with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// How a command ended and what it said.
    record Outcome(int exitCode, String out, String err) {
        /// Standard output as the one document that it must be.
        JsonNode json() {
            return JSON.readTree(out);
        }

        /// The code of the error document.
        String errorCode() {
            return json().path("error").path("code").asString();
        }

        String errorMessage() {
            return json().path("error").path("message").asString();
        }
    }

    Outcome run(String... arguments) {
        return run(false, arguments);
    }

    /// As if standard error were a terminal.
    Outcome runLive(String... arguments) {
        return run(true, arguments);
    }

    private Outcome run(boolean live, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                Tidemark.wantsJson(arguments),
                live,
                () -> false,
                _ -> typed.isEmpty() ? null : typed.removeFirst().toCharArray());
        int exitCode = new Tidemark(terminal).run(arguments);
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
