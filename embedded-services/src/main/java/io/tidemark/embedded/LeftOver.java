package io.tidemark.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// A server process whose starter was killed before it could stop it.
///
/// Process ids are used again by the kernel, so a process counts as ours only if its command line, as `/proc` tells
/// it, names the data directory.
final class LeftOver {

    private static final int PATIENCE_SECONDS = 20;

    private LeftOver() {}

    /// Ends the process whose id is in the first line of a file, if it is alive and works on the data directory,
    /// and waits until it is gone.
    ///
    /// @param signal  which signal asks it to end, without `SIG`; after 20 seconds it is killed
    static void end(Path pidFile, Path dataDirectory, String signal) throws IOException {
        Optional<ProcessHandle> process = find(pidFile, dataDirectory);
        if (process.isEmpty()) {
            return;
        }
        send(signal, process.get().pid());
        try {
            process.get().onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException _) {
            process.get().destroyForcibly();
            process.get().onExit().join();
        }
    }

    static void send(String signal, long pid) throws IOException {
        // The shell's own kill: /bin/kill is not everywhere.
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        kill.onExit().join();
    }

    private static Optional<ProcessHandle> find(Path pidFile, Path dataDirectory) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        String firstLine =
                Files.readString(pidFile).lines().findFirst().orElse("").strip();
        if (!firstLine.matches("[1-9][0-9]{0,17}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(firstLine)).filter(process -> worksOn(process.pid(), dataDirectory));
    }

    private static boolean worksOn(long pid, Path dataDirectory) {
        try {
            byte[] commandLine = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
            return new String(commandLine, StandardCharsets.UTF_8).contains(dataDirectory.toString());
        } catch (IOException _) {
            // It ended meanwhile, or belongs to someone else: not ours to end either way.
            return false;
        }
    }
}
