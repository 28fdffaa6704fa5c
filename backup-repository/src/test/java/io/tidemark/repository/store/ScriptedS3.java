package io.tidemark.repository.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An HTTP server that answers as a test says, for the answers that no server at hand gives.
final class ScriptedS3 implements AutoCloseable {

    /// One request as it came.
    record Request(String method, String uri, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /// One answer; a body shorter than the length that is announced is broken off there. A negative length is not
    /// announced at all.
    record Answer(int status, Map<String, String> headers, String body, long announcedLength) {

        static Answer of(int status) {
            return new Answer(status, Map.of(), "", 0);
        }

        static Answer of(int status, String body, Map<String, String> headers) {
            return new Answer(status, headers, body, body.length());
        }

        static Answer error(int status, String code) {
            return of(status, "<Error><Code>" + code + "</Code><Message>as planned</Message></Error>", Map.of());
        }
    }

    interface Script {
        Answer answer(Request request);
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Script script;

    private ScriptedS3(HttpServer server, Script script) {
        this.server = server;
        this.script = script;
    }

    static ScriptedS3 start(Script script) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var scripted = new ScriptedS3(server, script);
        server.createContext("/", scripted::handle);
        server.setExecutor(scripted.workers);
        server.start();
        return scripted;
    }

    /// A store in bucket `bucket` that tries each call once.
    ObjectStore store() throws StoreException {
        return store(new StoreMeter(StoreLimits.NONE), 1);
    }

    /// A store in bucket `bucket` whose requests are metered.
    ObjectStore store(StoreMeter meter, int attempts) throws StoreException {
        return ObjectStores.open(
                new RepositoryLocation.S3("bucket", "prefix"),
                StoreOptions.defaults()
                        .withEndpoint(URI.create(
                                "http://127.0.0.1:" + server.getAddress().getPort()))
                        .withCredentials(new StoreCredentials("key", "secret"))
                        .withRetry(attempts, Duration.ofSeconds(10)),
                meter);
    }

    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
            var request = new Request(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
            requests.add(request);
            Answer answer = script.answer(request);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            boolean bodyless = request.method().equals("HEAD") || answer.announcedLength() == 0;
            exchange.sendResponseHeaders(answer.status(), bodyless ? -1 : Math.max(0, answer.announcedLength()));
            if (!bodyless) {
                exchange.getResponseBody().write(answer.body().getBytes(StandardCharsets.ISO_8859_1));
                exchange.getResponseBody().flush();
            }
        }
    }
}
