package io.tidemark.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.qcow2.Qcow2Writer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Goes through the commands once, so that the JVM can write down which classes they load and how (`java
/// -XX:ArchiveClassesAtExit=…`). With that archive a backup to S3 takes a third less CPU time to start; the launcher
/// makes it after a build. Not for users, and no test of anything.
///
/// Argument: an empty directory to work in; it keeps what the commands leave there.
final class StartTraining {
    private static final int CLUSTER = 64 * 1024;
    private static final int CLUSTERS = 64;
    private static final String NO_KEY =
            "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>";
    private static final String NO_KEYS = "<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>false</IsTruncated>"
            + "<KeyCount>0</KeyCount></ListBucketResult>";

    private final Path directory;

    private StartTraining(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws IOException {
        new StartTraining(Path.of(arguments[0]).toAbsolutePath()).train();
    }

    private void train() throws IOException {
        String image = directory.resolve("disk.qcow2").toString();
        try (Qcow2Writer writer = Qcow2Writer.create(Path.of(image), CLUSTERS * 4L * CLUSTER, CLUSTER)) {
            for (long cluster = 0; cluster < CLUSTERS; cluster++) {
                ByteBuffer content = ByteBuffer.allocate(CLUSTER);
                content.putLong(0, cluster + 1);
                writer.write(cluster * 2 * CLUSTER, content);
            }
            writer.finish();
        }
        String local = "file:" + directory.resolve("repository");
        run("repository", "init", "--repository", local);
        run("backup", "--machine", "m", image, "--repository", local);
        run("backup", "--machine", "m", image, "--repository", local, "--json");
        run("points", "--repository", local);
        run("verify", "--repository", local);
        run("restore", newestPoint(), "--to", directory.resolve("r.qcow2").toString(), "--repository", local);
        trainOnS3();
    }

    /// The S3 client against a store that is empty and forgets everything: what matters is the way there and back.
    private void trainOnS3() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", StartTraining::answer);
        server.start();
        try {
            System.setProperty("aws.accessKeyId", "training");
            System.setProperty("aws.secretAccessKey", "training");
            String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
            for (String command : new String[] {"init", "show"}) {
                run("repository", command, "--repository", "s3://training/here", "--endpoint", endpoint);
            }
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            boolean put = exchange.getRequestMethod().equals("PUT");
            boolean list = String.valueOf(exchange.getRequestURI().getQuery()).contains("list-type");
            byte[] body = (put ? "" : list ? NO_KEYS : NO_KEY).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("ETag", "\"0\"");
            exchange.sendResponseHeaders(put || list ? 200 : 404, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private String newestPoint() throws IOException {
        String newest = "";
        try (var points = Files.newDirectoryStream(directory.resolve("repository/points"))) {
            for (Path point : points) {
                String name = String.valueOf(point.getFileName());
                newest = name.compareTo(newest) > 0 ? name : newest;
            }
        }
        return newest;
    }

    private void run(String... words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of("HOME", directory.toString());
        Terminal terminal = new Terminal(nowhere, nowhere, environment, Tidemark.wantsJson(words), true, () -> false);
        new Tidemark(terminal).run(words);
    }
}
