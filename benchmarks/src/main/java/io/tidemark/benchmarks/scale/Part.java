package io.tidemark.benchmarks.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process of Tidemark, server or worker alone, in its own JVM; what it says goes to a file of its name. Closing it
/// ends it in order.
record Part(String name, Process process, Path log) implements AutoCloseable {
    private static final int HEAP_MIB = 256;

    /// Starts a jar with a heap of 256 MiB at most.
    static Part start(Path folder, String name, Path jar, List<String> properties) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MIB + "m",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                jar.toString()));
        command.addAll(properties);
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Part(name, process, log);
    }

    /// Ends it as a crash would.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Bytes of heap in use once what is dead is gone.
    long liveHeapBytes() throws IOException {
        jcmd("GC.run");
        String info = jcmd("GC.heap_info");
        // " garbage-first heap   total reserved 262144K, committed 150528K, used 97324K [..."
        String used = info.lines()
                .filter(line -> line.contains("heap") && line.contains("used "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("jcmd says: " + info));
        String amount = used.substring(used.indexOf("used ") + 5).split("K", 2)[0];
        return Long.parseLong(amount.strip()) * 1024;
    }

    private String jcmd(String command) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /// Fails when it has ended by itself.
    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " has ended: " + tail());
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                kill();
            }
        } catch (InterruptedException stopping) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
