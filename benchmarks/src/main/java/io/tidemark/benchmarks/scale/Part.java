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

    /// Starts a jar as the `tidemark` command does, with a heap of 256 MiB at most.
    static Part start(Path folder, String name, Path jar, List<String> properties) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MIB + "m",
                "-XX:+UseParallelGC",
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

    /// Bytes of heap in use once what is dead is gone: a class histogram counts the living, whatever the collector.
    long liveHeapBytes() throws IOException {
        String histogram = jcmd("GC.class_histogram");
        // "Total        730042       59413048"
        String total = histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("jcmd says: " + histogram));
        return Long.parseLong(total.strip().split(" +", 3)[2]);
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
