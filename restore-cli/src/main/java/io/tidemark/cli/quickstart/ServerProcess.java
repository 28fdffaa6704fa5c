package io.tidemark.cli.quickstart;

import io.tidemark.cli.server.ServerApi;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The server as a child of this process, saying into a file what it has to say. Closing stops it, and with it the
/// database and the S3 server that it started.
final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration STOP = Duration.ofSeconds(45);
    private static final int LOG_LINES_SHOWN = 25;
    private static final List<String> OF_OTHER_SERVERS = List.of("AWS_", "TIDEMARK_", "SPRING_", "SERVER_");

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts the server.
    ///
    /// @param jar the server's jar
    /// @param settings properties of the server
    /// @param environment variables added to ours, of which those are left out that are meant for other servers and
    ///     other stores
    static ServerProcess start(Path jar, Map<String, String> settings, Map<String, String> environment, Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Xmx512m");
        command.add("-jar");
        command.add(jar.toString());
        settings.forEach((key, value) -> command.add("--" + key + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .keySet()
                .removeIf(name -> OF_OTHER_SERVERS.stream().anyMatch(name::startsWith));
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), log);
    }

    /// Whether `port` of this machine can be listened on; 0 stands for any.
    ///
    /// @return the port, a free one for 0
    static int requireFree(int port) throws CommandFailure {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (IOException thrown) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "port-taken",
                    "Port " + port + " of 127.0.0.1 is taken (" + thrown.getMessage()
                            + "). Stop what listens there, or take another with --port NUMBER (0: any free one).",
                    thrown);
        }
    }

    /// Waits until the server answers.
    ///
    /// @throws CommandFailure when it ended, or is silent for five minutes; with the end of its log
    void awaitHealthy(ServerApi api, Terminal terminal) throws CommandFailure, InterruptedException, IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!api.healthy()) {
            if (!process.isAlive()) {
                throw notStarted("ended with exit code " + process.exitValue() + " while starting");
            }
            if (System.nanoTime() > deadline) {
                throw notStarted("did not answer within " + START.toMinutes() + " minutes");
            }
            pause(terminal);
        }
    }

    /// Waits until Ctrl-C.
    ///
    /// @throws CommandFailure when the server ended by itself
    void runUntilInterrupted(Terminal terminal) throws CommandFailure, InterruptedException {
        while (!terminal.interrupted()) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS) && !terminal.interrupted()) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "server-ended",
                        "The server ended with exit code " + process.exitValue() + "; its log is " + log);
            }
        }
    }

    private static void pause(Terminal terminal) throws InterruptedException {
        if (terminal.interrupted()) {
            throw new InterruptedException();
        }
        Thread.sleep(100);
    }

    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        process.destroy();
        boolean interrupted = false;
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException thrown) {
            interrupted = true;
            process.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private CommandFailure notStarted(String what) throws IOException {
        List<String> lines = Files.exists(log) ? tail() : List.of();
        return new CommandFailure(
                ExitCode.FAILED,
                "server-not-started",
                "The server " + what + ". Its log is " + log + "; it ends with:\n  " + String.join("\n  ", lines));
    }

    private List<String> tail() throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
    }
}
