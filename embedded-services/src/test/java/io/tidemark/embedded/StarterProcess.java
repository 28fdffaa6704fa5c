package io.tidemark.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/// A process of its own that starts a server and waits to be killed.
final class StarterProcess {

    private StarterProcess() {}

    /// Starts `s3` or `postgres` on a directory in another JVM; the caller kills it.
    static Process start(String service, Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StarterProcess.class.getName(),
                        service,
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// The process id of the server that a starter has started.
    static long serverPid(Process starter) throws IOException {
        BufferedReader output = starter.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("server ")) {
                return Long.parseLong(line.substring("server ".length()));
            }
        }
        throw new AssertionError("The starter ended before its server was up");
    }

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[1]);
        long pid = switch (args[0]) {
            case "s3" ->
                S3Server.start(new S3ServerOptions(directory, 0, "key", "secret"))
                        .pid();
            case "postgres" -> PostgresServer.start(directory).pid();
            default -> throw new IllegalArgumentException(args[0]);
        };
        System.out.println("server " + pid);
        Thread.currentThread().join();
    }
}
