package io.tidemark.embedded;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// A server in a process of its own that works in a [DataDirectory] and does not outlive the process that started
/// it.
///
/// Its output goes to `<name>.log` and its process id to `<name>.pid` in that directory. Beside it waits a shell
/// whose standard input is a pipe from this process: the kernel closes that pipe when this process ends, however it
/// ends, and then the shell stops the server. In the instant before the shell is there, the process id file lets
/// the next start find a left-over.
///
/// The command line must name the data directory: process ids are used again, and that is how ours is told from a
/// stranger's.
final class ServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LOG_END = 2_000;

    private final Process process;
    private final Process watch;
    private final String stopSignal;
    private final Path log;
    private final long logStart;

    private ServerProcess(Process process, Process watch, String stopSignal, Path log, long logStart) {
        this.process = process;
        this.watch = watch;
        this.stopSignal = stopSignal;
        this.log = log;
        this.logStart = logStart;
    }

    /// Starts a command as a server.
    ///
    /// @param stopSignal  which signal asks it to end in good order, without `SIG`
    static ServerProcess start(DataDirectory directory, String name, String stopSignal, List<String> command)
            throws IOException {
        // A session of its own: Ctrl-C in the terminal must not stop the server before this process is through.
        List<String> detached = new ArrayList<>(List.of("setsid"));
        detached.addAll(command);
        Path log = directory.resolve(name + ".log");
        long logStart = Files.exists(log) ? Files.size(log) : 0;
        Process process = new ProcessBuilder(detached)
                .directory(directory.path().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        try {
            directory.writePrivate(name + ".pid", process.pid() + "\n");
            Process watch = watch(process.pid(), directory.path(), stopSignal);
            return new ServerProcess(process, watch, stopSignal, log, logStart);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /// Stops the server that a killed predecessor left running in the directory, if there is one, and waits until
    /// it is gone.
    static void stopLeftOver(DataDirectory directory, String name, String stopSignal) throws IOException {
        Path pidFile = directory.resolve(name + ".pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        String pid = Files.readString(pidFile).strip();
        if (pid.matches("[1-9][0-9]{0,17}")) {
            Optional<ProcessHandle> leftOver =
                    ProcessHandle.of(Long.parseLong(pid)).filter(process -> worksOn(process.pid(), directory.path()));
            if (leftOver.isPresent()) {
                stop(leftOver.get(), stopSignal);
            }
        }
        Files.delete(pidFile);
    }

    long pid() {
        return process.pid();
    }

    /// Waits a moment, and fails if the server has ended meanwhile.
    void requireAlive(Duration moment) throws IOException {
        try {
            if (process.waitFor(moment)) {
                throw new IOException("It ended with exit code " + process.exitValue() + ". Its log says: " + logEnd());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while it was starting", e);
        }
    }

    /// The last lines that this run of the server has logged.
    String logEnd() throws IOException {
        byte[] all = Files.readAllBytes(log);
        int from = (int) Math.max(Math.min(logStart, all.length), all.length - LOG_END);
        return log + ": " + new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
    }

    /// Stops the server in good order, or after half a minute by force; returns when it has ended.
    @Override
    public void close() throws IOException {
        // The watch first: the process id it remembers is free for others once the server is gone.
        watch.destroyForcibly().onExit().join();
        if (process.isAlive()) {
            stop(process.toHandle(), stopSignal);
        }
    }

    private static Process watch(long pid, Path directory, String stopSignal) throws IOException {
        String script = """
                trap '' INT TERM HUP
                cat >/dev/null
                grep -qaF "$2" "/proc/$1/cmdline" && kill -"$3" "$1"
                """;
        return new ProcessBuilder("sh", "-c", script, "sh", Long.toString(pid), directory.toString(), stopSignal)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
    }

    private static void stop(ProcessHandle process, String signal) throws IOException {
        // The shell's own kill: /bin/kill is not everywhere.
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start()
                .onExit()
                .join();
        try {
            process.onExit()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException _) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static boolean worksOn(long pid, Path directory) {
        try {
            byte[] commandLine = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
            return new String(commandLine, StandardCharsets.UTF_8).contains(directory.toString());
        } catch (IOException _) {
            // It ended meanwhile, or belongs to someone else: not ours to end either way.
            return false;
        }
    }
}
