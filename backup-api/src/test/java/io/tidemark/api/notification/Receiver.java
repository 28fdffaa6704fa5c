package io.tidemark.api.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A receiver of webhooks that verifies signatures as the documentation tells, and misbehaves on demand by path.
final class Receiver implements AutoCloseable {
    static final String SECRET = "planted-signing-secret";
    private static final Pattern SIGNATURE = Pattern.compile("t=(\\d+),v1=([0-9a-f]{64})");
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.createContext("/slow", this::keepWaiting);
        server.createContext("/huge", this::answerWithoutEnd);
        server.createContext("/moved", this::redirect);
        server.createContext("/broken", exchange -> answer(exchange, 500));
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void failNext(int times) {
        failuresLeft.set(times);
    }

    List<Received> received() {
        return received;
    }

    /// What was accepted by path, in order.
    List<Received> accepted(String path) {
        return received.stream()
                .filter(each -> each.status() == 200 && each.path().equals(path))
                .toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? 500 : 200;
        received.add(new Received(
                exchange.getRequestURI().getPath(),
                status,
                exchange.getRequestHeaders().getFirst("Tidemark-Delivery"),
                new String(body, UTF_8)));
        verify(exchange.getRequestHeaders().getFirst("Tidemark-Signature"), body);
        answer(exchange, status);
    }

    private static void verify(String header, byte[] body) {
        Matcher signature = SIGNATURE.matcher(header);
        assertThat(signature.matches()).as(header).isTrue();
        assertThat(Instant.ofEpochSecond(Long.parseLong(signature.group(1))))
                .isBetween(Instant.now().minusSeconds(300), Instant.now().plusSeconds(300));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            mac.update((signature.group(1) + ".").getBytes(UTF_8));
            assertThat(HexFormat.of().formatHex(mac.doFinal(body))).isEqualTo(signature.group(2));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void keepWaiting(HttpExchange exchange) throws IOException {
        try {
            closing.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private void answerWithoutEnd(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] piece = new byte[1 << 16];
        try (OutputStream out = exchange.getResponseBody()) {
            while (closing.getCount() > 0) {
                out.write(piece);
            }
        }
    }

    private void redirect(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Location", url("/elsewhere"));
        answer(exchange, 302);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }

    record Received(String path, int status, String delivery, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }
}
