package io.tidemark.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// An S3 server on 127.0.0.1: S3Proxy, keeping objects as files, in a Java process of its own.
///
/// It speaks path-style S3 over plain HTTP, supports conditional writes, and verifies `x-amz-content-sha256` and
/// `Content-MD5`. Buckets survive restarts on the same data directory. The process writes its log to
/// `s3proxy.log` there, and ends when this is closed or when the process that started it ends, however it ends.
public final class S3Server implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(25);
    private static final int PORT_ATTEMPTS = 5;
    private static final String JAR = "s3proxy.jar";
    private static final String LOG = "s3proxy.log";
    private static final String PID = "s3proxy.pid";
    private static final String SETTINGS = "s3proxy.properties";

    private final DataDirectory directory;
    private final Process process;
    private final S3Admin admin;
    private final S3ServerOptions options;

    private S3Server(DataDirectory directory, Process process, S3Admin admin, S3ServerOptions options) {
        this.directory = directory;
        this.process = process;
        this.admin = admin;
        this.options = options;
    }

    /// Starts the server and waits until it answers requests signed with the given key.
    ///
    /// A server that a killed predecessor left on the same directory is ended first.
    ///
    /// @throws IOException if the directory is in use, the port is taken, or the server does not answer within a
    ///     minute; the message has the end of its log
    public static S3Server start(S3ServerOptions options) throws IOException {
        DataDirectory directory = DataDirectory.lock(options.dataDirectory());
        try {
            LeftOver.end(directory.resolve(PID), directory.path(), "TERM");
            Path jar = unpack(directory);
            for (int attempt = 1; ; attempt++) {
                int port = options.port() != 0 ? options.port() : freePort();
                try {
                    return start(directory, jar, port, options);
                } catch (IOException e) {
                    // Between choosing a free port and using it someone else may have taken it.
                    if (options.port() != 0
                            || attempt == PORT_ATTEMPTS
                            || !logEnd(directory).contains("bind")) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    private static S3Server start(DataDirectory directory, Path jar, int port, S3ServerOptions options)
            throws IOException {
        Path settings = writeSettings(directory, port, options);
        Path log = directory.resolve(LOG);
        // Ctrl-C in a terminal reaches every process of the group: this one must outlast the parent's own shutdown.
        List<String> command = List.of(
                "sh",
                "-c",
                "trap '' INT; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // One 64 MiB object per connection is held in memory while its signature is checked.
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=20",
                "-DLOG_LEVEL=warn",
                "-cp",
                jar + ":" + directory.resolve("classes"),
                ParentWatch.class.getName(),
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString());
        Process process = new ProcessBuilder(command)
                .directory(directory.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
                .start();
        try {
            directory.writePrivate(PID, process.pid() + "\n");
            S3Admin admin =
                    new S3Admin(URI.create("http://127.0.0.1:" + port), options.accessKey(), options.secretKey());
            awaitAnswer(directory, process, admin);
            return new S3Server(directory, process, admin, options);
        } catch (IOException e) {
            end(process);
            throw e;
        }
    }

    /// Where clients connect: `http://127.0.0.1:port`.
    public URI endpoint() {
        return admin.endpoint();
    }

    public String accessKey() {
        return options.accessKey();
    }

    public String secretKey() {
        return options.secretKey();
    }

    /// Creates a bucket; if it exists already, that is what was wanted.
    public void createBucket(String bucket) throws IOException {
        admin.createBucket(bucket);
    }

    /// The process id of the server, for messages and for tests that kill it.
    public long pid() {
        return process.pid();
    }

    /// Stops the server; returns when its process has ended.
    @Override
    public void close() throws IOException {
        end(process);
        directory.close();
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly().onExit().join();
    }

    private static Path writeSettings(DataDirectory directory, int port, S3ServerOptions options) throws IOException {
        Path objects = Files.createDirectories(directory.resolve("buckets"));
        directory.writePrivate(SETTINGS, """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.v4-max-non-chunked-request-size=134217728
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(
                        port,
                        options.accessKey(),
                        options.secretKey(),
                        objects.toString().replace("\\", "\\\\")));
        return directory.resolve(SETTINGS);
    }

    private static void awaitAnswer(DataDirectory directory, Process process, S3Admin admin) throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        IOException last = null;
        while (System.nanoTime() < end) {
            try {
                if (process.waitFor(POLL)) {
                    throw new IOException("The S3 server on " + directory.path() + " ended with exit code "
                            + process.exitValue() + " while starting. Its log says: " + logEnd(directory));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while the S3 server was starting", e);
            }
            try {
                admin.listBuckets();
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException(
                "The S3 server at " + admin.endpoint() + " does not answer after " + START_LIMIT.toSeconds()
                        + " s. Its log says: " + logEnd(directory),
                last);
    }

    private static String logEnd(DataDirectory directory) throws IOException {
        String log = Files.readString(directory.resolve(LOG));
        return log.substring(Math.max(0, log.length() - 2_000)).strip();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Puts the server's jar and the class that starts it beside the data: inside an executable jar neither is a
    /// file that another process could run.
    private static Path unpack(DataDirectory directory) throws IOException {
        copyOf(directory, ParentWatch.class.getName().replace('.', '/') + ".class", "classes/");
        return copyOf(directory, "io/tidemark/embedded/" + JAR, "");
    }

    private static Path copyOf(DataDirectory directory, String resource, String target) throws IOException {
        Path file = directory.resolve(target.isEmpty() ? JAR : target + resource);
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (InputStream content = S3Server.class.getClassLoader().getResourceAsStream(resource)) {
            if (content == null) {
                throw new IOException("This build of Tidemark lacks " + resource + ": build embedded-services again");
            }
            Files.copy(content, temporary, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }
}
