package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The program in a process of its own, for what a test cannot have in this one: signals, mounts.
record ProgramRun(Process process, Path out, Path err) {
    /// Starts the program on the repository `home/backups`.
    ///
    /// @param prefix words before the program, such as `unshare`
    static ProgramRun start(Path home, List<String> prefix, String... arguments) throws IOException {
        Path out = Files.createTempFile(home, "out", ".txt");
        Path err = Files.createTempFile(home, "err", ".txt");
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Tidemark.class.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TIDEMARK_REPOSITORY", "file:" + home.resolve("backups"));
        builder.environment().remove("TIDEMARK_PASSPHRASE");
        return new ProgramRun(builder.start(), out, err);
    }

    /// Waits for its end, which has to come within 90 seconds.
    int exitCode() throws InterruptedException {
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("ended").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
