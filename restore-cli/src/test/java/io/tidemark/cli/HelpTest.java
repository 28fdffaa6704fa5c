package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The help is part of what users rely on, so a change to it has to be seen. To accept one:
/// `mvn test -pl restore-cli -am -Dtest=HelpTest
/// -Dtest.jvmArguments=-Dhelp.accept=src/test/resources/io/tidemark/cli/help`.
class HelpTest {
    private static final List<String> COMMANDS = List.of(
            "",
            "quickstart",
            "server",
            "worker",
            "machine",
            "machine list",
            "machine show",
            "machine coverage",
            "machine add",
            "machine label",
            "machine remove",
            "machine backup",
            "policy",
            "policy list",
            "policy show",
            "policy apply",
            "policy enable",
            "policy disable",
            "policy remove",
            "policy retention",
            "run",
            "run list",
            "run show",
            "run wait",
            "run cancel",
            "run retry",
            "run log",
            "run verdicts",
            "point",
            "point list",
            "point show",
            "point restore",
            "point verify",
            "pool",
            "pool list",
            "pool workers",
            "pool images",
            "token",
            "token list",
            "token create",
            "token revoke",
            "user",
            "user list",
            "user add",
            "user remove",
            "audit",
            "audit list",
            "audit head",
            "audit check",
            "repository",
            "repository list",
            "repository add",
            "repository connect",
            "repository forget",
            "repository init",
            "repository show",
            "repository check",
            "repository collect",
            "repository rebuild-index",
            "repository key",
            "repository key list",
            "repository key add",
            "repository key remove",
            "repository key rotate",
            "backup",
            "points",
            "points show",
            "points pin",
            "points unpin",
            "points delete",
            "restore",
            "verify",
            "image",
            "image info",
            "image check",
            "image map",
            "image bitmap",
            "image bitmap list",
            "image bitmap add",
            "image bitmap remove",
            "image bitmap clear",
            "image bitmap dump",
            "forget",
            "diff",
            "nbd",
            "completion");

    @TempDir
    private Path home;

    static Stream<String> commands() {
        return COMMANDS.stream();
    }

    @ParameterizedTest(name = "tidemark {0} --help")
    @MethodSource("commands")
    void theHelpSaysWhatWasAccepted(String command) throws IOException {
        String[] words = (command + " --help").strip().split(" ");

        CommandLineRun.Outcome outcome = new CommandLineRun(home).run(words);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        String name = "help/" + (command.isEmpty() ? "tidemark" : command.replace(' ', '-')) + ".txt";
        String accept = System.getProperty("help.accept");
        if (accept != null) {
            Path file = Path.of(accept).resolveSibling(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, outcome.out());
        }
        assertThat(outcome.out()).isEqualTo(resource(name));
    }

    @Test
    void helpTakesTheNameOfACommand() {
        CommandLineRun run = new CommandLineRun(home);

        assertThat(run.run("help", "backup").out())
                .isEqualTo(run.run("backup", "--help").out());
    }

    @Test
    void theVersionNamesProgramAndJava() {
        CommandLineRun.Outcome outcome = new CommandLineRun(home).run("--version");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("tidemark ").contains("Java " + Runtime.version());
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = HelpTest.class.getResourceAsStream(name)) {
            return stream == null
                    ? "(nothing was accepted yet)"
                    : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
