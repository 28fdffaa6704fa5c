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

/// An S3 server on 127.0.0.1: S3Proxy, keeping objects as files, in a Java process of its own.
///
/// It speaks path-style S3 over plain HTTP, supports conditional writes, and verifies `x-amz-content-sha256` and
/// `Content-MD5`. Buckets survive restarts on the same data directory. The process writes its log to
/// `s3proxy.log` there, and ends when this is closed or when the process that started it ends, however it ends.
public final class S3Server implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(25);
    private static final int PORT_ATTEMPTS = 5;
    private static final String NAME = "s3proxy";
    private static final String STOP_SIGNAL = "TERM";

    private final DataDirectory directory;
    private final ServerProcess process;
    private final S3Admin admin;
    private final S3ServerOptions options;

    private S3Server(DataDirectory directory, ServerProcess process, S3Admin admin, S3ServerOptions options) {
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
            ServerProcess.stopLeftOver(directory, NAME, STOP_SIGNAL);
            Path jar = unpack(directory);
            for (int attempt = 1; ; attempt++) {
                int port = options.port() != 0 ? options.port() : freePort();
                try {
                    return start(directory, jar, port, options);
                } catch (PortTakenException e) {
                    // Between choosing a free port and using it someone else may have taken it.
                    if (options.port() != 0 || attempt == PORT_ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            directory.close();
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
        process.close();
        directory.close();
    }

    private static S3Server start(DataDirectory directory, Path jar, int port, S3ServerOptions options)
            throws IOException {
        Path settings = writeSettings(directory, port, options);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // A whole object of up to 64 MiB per connection is held while its signature is checked.
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-DLOG_LEVEL=warn",
                "-jar",
                jar.toString(),
                "--properties",
                settings.toString());
        ServerProcess process = ServerProcess.start(directory, NAME, STOP_SIGNAL, command);
        try {
            S3Admin admin =
                    new S3Admin(URI.create("http://127.0.0.1:" + port), options.accessKey(), options.secretKey());
            awaitAnswer(process, admin);
            return new S3Server(directory, process, admin, options);
        } catch (IOException e) {
            process.close();
            String message =
                    "The S3 server on " + directory.path() + ", port " + port + ", did not start. " + e.getMessage();
            if (process.logEnd().contains("Failed to bind")) {
                throw new PortTakenException(message, e);
            }
            throw new IOException(message, e);
        }
    }

    private static Path writeSettings(DataDirectory directory, int port, S3ServerOptions options) throws IOException {
        Path buckets = Files.createDirectories(directory.resolve("buckets"));
        directory.writePrivate(NAME + ".properties", """
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
                        buckets.toString().replace("\\", "\\\\")));
        return directory.resolve(NAME + ".properties");
    }

    private static void awaitAnswer(ServerProcess process, S3Admin admin) throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            process.requireAlive(POLL);
            try {
                admin.listBuckets();
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new IOException(
                            "No answer after " + START_LIMIT.toSeconds() + " s: " + e.getMessage() + ". Its log says: "
                                    + process.logEnd(),
                            e);
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Puts the server's jar beside the data: inside an executable jar it is no file that a process could run.
    private static Path unpack(DataDirectory directory) throws IOException {
        Path jar = directory.resolve("s3proxy.jar");
        Path temporary = directory.resolve("s3proxy.jar.new");
        try (InputStream content = S3Server.class.getResourceAsStream("s3proxy.jar")) {
            if (content == null) {
                throw new IOException("This build of Tidemark lacks the S3 server: build embedded-services again");
            }
            Files.copy(content, temporary, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(temporary, jar, StandardCopyOption.ATOMIC_MOVE);
        return jar;
    }

    private static final class PortTakenException extends IOException {

        PortTakenException(String message, IOException cause) {
            super(message, cause);
        }
    }
}
