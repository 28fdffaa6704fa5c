package io.tidemark.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs QEMU's command line tools (or any other program) for a test.
///
/// Programs are looked up on the `PATH`, get no standard input and run in the C locale. A command that
/// takes longer than two minutes is killed and fails the test.
public final class QemuTools {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private QemuTools() {}

    /// What a finished command left behind; both texts are decoded as UTF-8.
    public record Result(int exitCode, String stdout, String stderr) {}

    /// A program left running beside the test; closing it ends the process and waits until it is gone.
    public record Started(Process process) implements AutoCloseable {

        /// Sends SIGKILL and waits: what a power cut is to an image.
        public void kill() {
            end(process.destroyForcibly());
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (process.waitFor(10, TimeUnit.SECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            end(process.destroyForcibly());
        }

        private static void end(Process process) {
            process.onExit().join();
        }
    }

    /// Whether a program of this name can be executed from the `PATH`.
    public static boolean isInstalled(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /// Runs a command to its end, whatever its exit code.
    ///
    /// @throws AssertionError if it cannot be started or does not end within two minutes
    public static Result run(String... command) {
        Process process = launch(builder(command));
        FutureTask<String> stdout = collect(process.getInputStream());
        FutureTask<String> stderr = collect(process.getErrorStream());
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("No end after " + LIMIT.toSeconds() + " s: " + String.join(" ", command));
            }
            return new Result(process.exitValue(), stdout.get(), stderr.get());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while running " + String.join(" ", command), e);
        } catch (ExecutionException e) {
            throw new AssertionError("Cannot read the output of " + String.join(" ", command), e);
        }
    }

    /// Runs a command that must end with exit code 0, and returns its standard output.
    ///
    /// @throws AssertionError if it ends otherwise; the message has the command and all of its output
    public static String succeed(String... command) {
        Result result = run(command);
        if (result.exitCode() != 0) {
            throw new AssertionError("%s: exit code %d%n%s%s"
                    .formatted(String.join(" ", command), result.exitCode(), result.stdout(), result.stderr()));
        }
        return result.stdout();
    }

    /// Starts a command and returns at once; its standard error goes to the test's, and its standard output can be
    /// read from the process. The caller owns it and closes it.
    public static Started start(String... command) {
        return new Started(launch(builder(command).redirectError(ProcessBuilder.Redirect.INHERIT)));
    }

    private static ProcessBuilder builder(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private static Process launch(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError("Cannot start " + String.join(" ", builder.command()), e);
        }
    }

    private static FutureTask<String> collect(InputStream stream) {
        FutureTask<String> text = new FutureTask<>(() -> {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Thread.startVirtualThread(text);
        return text;
    }
}
