package io.tidemark.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// As much of an S3 server as a backup needs while the JVM notes what starts: objects in memory, one bucket, path-style
/// addresses, no authentication, no pages in listings. For [StartTraining] only.
final class TrainingStore implements AutoCloseable {
    static final String BUCKET = "training";

    private static final String NO_KEY =
            "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>";

    private final HttpServer server;
    private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();

    TrainingStore() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/" + BUCKET, this::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            String key = path.substring(Math.min(path.length(), BUCKET.length() + 2));
            switch (exchange.getRequestMethod()) {
                case "PUT" -> {
                    objects.put(key, sent);
                    send(exchange, 200, new byte[0]);
                }
                case "DELETE" -> {
                    objects.remove(key);
                    send(exchange, 204, new byte[0]);
                }
                default -> {
                    if (key.isEmpty()) {
                        send(exchange, 200, listing(exchange).getBytes(StandardCharsets.UTF_8));
                    } else {
                        get(exchange, key);
                    }
                }
            }
        }
    }

    private void get(HttpExchange exchange, String key) throws IOException {
        byte[] content = objects.get(key);
        if (content == null) {
            send(exchange, 404, NO_KEY.getBytes(StandardCharsets.UTF_8));
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            send(exchange, 200, content);
            return;
        }
        String[] ends = range.substring("bytes=".length()).split("-", 2);
        int first = ends[0].isEmpty() ? content.length - Integer.parseInt(ends[1]) : Integer.parseInt(ends[0]);
        int last = ends[0].isEmpty() || ends[1].isEmpty() ? content.length - 1 : Integer.parseInt(ends[1]);
        byte[] part = Arrays.copyOfRange(content, first, Math.min(last + 1, content.length));
        exchange.getResponseHeaders()
                .add("Content-Range", "bytes %d-%d/%d".formatted(first, first + part.length - 1, content.length));
        send(exchange, 206, part);
    }

    private String listing(HttpExchange exchange) {
        String prefix = Optional.ofNullable(exchange.getRequestURI().getQuery())
                .flatMap(query -> query.lines()
                        .flatMap(line -> Arrays.stream(line.split("&")))
                        .filter(word -> word.startsWith("prefix="))
                        .findFirst())
                .map(word -> word.substring("prefix=".length()))
                .orElse("");
        StringBuilder found = new StringBuilder();
        int count = 0;
        for (Map.Entry<String, byte[]> object : objects.entrySet()) {
            if (object.getKey().startsWith(prefix)) {
                count++;
                found.append(
                        "<Contents><Key>%s</Key><Size>%d</Size><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>\"0\"</ETag></Contents>"
                                .formatted(object.getKey(), object.getValue().length));
            }
        }
        return "<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>%d</KeyCount>%s</ListBucketResult>"
                .formatted(count, found);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("ETag", "\"0\"");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
            exchange.getResponseHeaders().add("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
