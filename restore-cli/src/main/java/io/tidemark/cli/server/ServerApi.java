package io.tidemark.cli.server;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.engine.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server's REST API under `/api/v1`, as a client with a token sees it. Closing it gives up its connections.
public final class ServerApi implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String PROBLEM_TYPE = "https://tidemark.io/problems/";

    private final URI server;
    private final String token;
    private final HttpClient http;
    private final JsonMapper json = new JsonMapper();

    /// @param server scheme, host and port, such as `http://127.0.0.1:8080`
    public ServerApi(URI server, String token) {
        this(server, token, null);
    }

    /// @param trusted what the server's certificate is checked with; null: what Java trusts
    ServerApi(URI server, String token, @Nullable SSLContext trusted) {
        this.server = server;
        this.token = token;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
        this.http = (trusted == null ? builder : builder.sslContext(trusted)).build();
    }

    /// What the server answered.
    ///
    /// @param body the document; a missing node when there was none
    /// @param tag the ETag to send back with a change
    public record Answer(JsonNode body, Optional<String> tag, Optional<String> location) {
        /// The id of what the document tells.
        public String id() {
            return body.path("id").asString();
        }
    }

    /// Whether the server answers that it is well; false also when nothing answers at all.
    public boolean healthy() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/v1/health"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException thrown) {
            return false;
        }
    }

    /// Asks for a document.
    ///
    /// @param path below `/api/v1/`, with its query
    /// @throws CommandFailure with the code of the problem that the server told
    public Answer get(String path) throws CommandFailure, IOException, InterruptedException {
        return send("GET " + path, request(path).GET());
    }

    /// Creates or starts something.
    public Answer post(String path, Map<String, ?> body) throws CommandFailure, IOException, InterruptedException {
        return send("POST " + path, request(path).POST(BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    /// Replaces what `tag` identifies; the server refuses when somebody changed it meanwhile.
    public Answer put(String path, String tag, Map<String, ?> body)
            throws CommandFailure, IOException, InterruptedException {
        return send(
                "PUT " + path,
                request(path).header("If-Match", tag).PUT(BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    /// Deletes something.
    public void delete(String path) throws CommandFailure, IOException, InterruptedException {
        send("DELETE " + path, request(path).DELETE());
    }

    /// All items of a list, page by page. `path` may carry a query.
    public List<JsonNode> list(String path) throws CommandFailure, IOException, InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        String cursor = null;
        do {
            String page = cursor == null ? path : path + (path.contains("?") ? "&" : "?") + "cursor=" + cursor;
            JsonNode body = get(page).body();
            body.path("items").forEach(items::add);
            JsonNode next = body.path("nextCursor");
            cursor = next.isString() ? next.asString() : null;
        } while (cursor != null);
        return items;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve("/api/v1/" + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json");
    }

    private Answer send(String what, HttpRequest.Builder request)
            throws CommandFailure, IOException, InterruptedException {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new CommandFailure(ExitCode.FAILED, "server-unreachable", unreachable(unreachable));
        }
        if (response.statusCode() >= 300) {
            throw problem(what, response);
        }
        return new Answer(
                parse(response.body()),
                response.headers().firstValue("ETag"),
                response.headers().firstValue("Location"));
    }

    private CommandFailure problem(String what, HttpResponse<String> response) {
        JsonNode problem;
        try {
            problem = parse(response.body());
        } catch (JacksonException thrown) {
            problem = parse("");
        }
        String type = problem.path("type").asString("");
        String code = type.startsWith(PROBLEM_TYPE) ? type.substring(PROBLEM_TYPE.length()) : "server-refused";
        String detail = problem.path("detail").asString(problem.path("title").asString(response.body()));
        JsonNode errors = problem.path("errors");
        return new CommandFailure(
                exitCode(response.statusCode(), code),
                code,
                "The server answered " + what + " with " + response.statusCode() + ": " + detail
                        + fields(detail, errors));
    }

    /// What is wrong with each field, for people, unless the detail has said it already.
    private static String fields(String detail, JsonNode errors) {
        List<String> more = errors.valueStream()
                .filter(error -> !detail.contains(error.path("message").asString("")))
                .map(error -> error.path("field").asString("") + ": "
                        + error.path("message").asString(""))
                .toList();
        return more.isEmpty() ? "" : " " + String.join("; ", more);
    }

    private static ExitCode exitCode(int status, String code) {
        return switch (status) {
            case 400, 422 -> ExitCode.USAGE;
            case 401 -> ExitCode.WRONG_KEY;
            case 404 -> ExitCode.MISSING;
            case 409 -> code.endsWith("-busy") || code.endsWith("-active") ? ExitCode.BUSY : ExitCode.FAILED;
            default -> ExitCode.FAILED;
        };
    }

    private String unreachable(IOException cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return "No Tidemark server answers at " + server + " (" + why
                + "). Is it running, and is --server (or TIDEMARK_SERVER) its address?";
    }

    private JsonNode parse(String body) {
        return body.isBlank() ? json.missingNode() : json.readTree(body);
    }
}
