package io.tidemark.benchmarks.scale;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks a server, with a token.
final class ServerClient implements AutoCloseable {
    static final String TOKEN = "tmk_benchmark-0000000000000000000000000000";

    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final Pattern SECRET = Pattern.compile("\"token\":\"([^\"]+)\"");
    private static final Pattern NEXT = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");

    private final URI server;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// As the server's first token.
    ServerClient(int port) {
        this(URI.create("http://127.0.0.1:" + port), TOKEN);
    }

    private ServerClient(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /// As a token that is bounded to the machines with a label.
    ServerClient boundedTo(String key, String value) throws IOException, InterruptedException {
        String made = required(
                "/api/v1/tokens",
                send(request("/api/v1/tokens").POST(BodyPublishers.ofString("""
                        {"name": "bounded", "role": "viewer", "bounds": {"%s": "%s"}}""".formatted(key, value)))),
                201);
        Matcher secret = SECRET.matcher(made);
        if (!secret.find()) {
            throw new IllegalStateException("POST /api/v1/tokens answered without a token: " + made);
        }
        return new ServerClient(server, secret.group(1));
    }

    /// Waits until the server takes requests.
    void awaitReady(Part part) throws InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
        while (true) {
            part.requireAlive();
            try {
                if (send(request("/api/v1/health/readiness").GET()).statusCode() == 200) {
                    return;
                }
            } catch (IOException starting) {
                if (Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException("The server does not come up: see " + part.log(), starting);
                }
            }
            Thread.sleep(200);
        }
    }

    /// A document, which must be there.
    String get(String path) throws IOException, InterruptedException {
        return required(path, send(request(path).GET()), 200);
    }

    /// Creates something and says its id.
    String create(String path, String body) throws IOException, InterruptedException {
        String made = required(path, send(request(path).POST(BodyPublishers.ofString(body))), 201);
        Matcher id = ID.matcher(made);
        if (!id.find()) {
            throw new IllegalStateException("POST " + path + " answered without an id: " + made);
        }
        return id.group(1);
    }

    /// The cursor of the next page, or an empty text.
    static String nextCursor(String page) {
        Matcher next = NEXT.matcher(page);
        return next.find() ? next.group(1) : "";
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String required(String path, HttpResponse<String> response, int status) {
        if (response.statusCode() != status) {
            throw new IllegalStateException(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    @Override
    public void close() {
        http.close();
    }
}
