package io.tidemark.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// Stands between an HTTP client and a server on this machine, and does to each request what a test says:
/// hand it on as it is, answer it in the server's place, hang up. What is handed on keeps every byte, so that
/// signatures hold, those over the name of the host too.
///
/// Clients send one request after the other on a connection, with a `Content-Length` where there is a body.
public final class HttpRelay implements AutoCloseable {

    /// The head of a request.
    ///
    /// @param target  path and query
    /// @param length  of the body, in bytes
    public record Request(String method, String target, long length) {

        /// The path without the query.
        public String path() {
            return target.replaceAll("\\?.*", "");
        }
    }

    /// What becomes of a request.
    public sealed interface Fate {

        /// The server gets it.
        record HandOn() implements Fate {}

        /// It is answered here, and the server never sees it.
        record Answer(int status, String body) implements Fate {}

        /// The client never gets an answer, nor the server the request.
        record HangUp() implements Fate {}
    }

    /// Decides; called by many threads at once.
    public interface Rule {
        Fate of(Request request);
    }

    private static final int LONGEST_HEAD = 1 << 16;

    private final URI server;
    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Rule rule = request -> new Fate.HandOn();
    private volatile Duration delay = Duration.ZERO;

    private HttpRelay(URI server, ServerSocket listening) {
        this.server = server;
        this.listening = listening;
    }

    /// Starts on a free port of 127.0.0.1; hands everything on at first.
    ///
    /// @param server  `http://host:port`
    public static HttpRelay to(URI server) throws IOException {
        HttpRelay relay = new HttpRelay(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        relay.threads.execute(relay::listen);
        return relay;
    }

    /// Where clients connect.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /// Replaces the rule for requests from now on.
    public void decide(Rule next) {
        rule = next;
    }

    /// Has each request wait before it is handed on, as on a long line.
    public void delay(Duration each) {
        delay = each;
    }

    /// All requests so far, in the order they came in.
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /// Ends all connections.
    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.close();
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                sockets.add(client);
                threads.execute(() -> serve(client));
                if (listening.isClosed()) {
                    client.close();
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket(server.getHost(), server.getPort())) {
            sockets.add(upstream);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            threads.execute(() -> answers(upstream, client));
            InputStream in = new BufferedInputStream(client.getInputStream());
            while (relay(in, client.getOutputStream(), upstream.getOutputStream())) {
                upstream.getOutputStream().flush();
            }
        } catch (IOException ended) {
            // One of the two hung up, and so do both.
            return;
        } finally {
            sockets.remove(client);
        }
    }

    /// Hands the server's answers on, whatever they are.
    private static void answers(Socket upstream, Socket client) {
        try (upstream;
                client) {
            upstream.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException ended) {
            return;
        }
    }

    /// Deals with one request.
    ///
    /// @return whether another one may come on this connection
    private boolean relay(InputStream in, OutputStream toClient, OutputStream toServer) throws IOException {
        byte[] head = head(in);
        if (head.length == 0) {
            return false;
        }
        Map<String, String> headers = headers(head);
        String[] line = Objects.requireNonNull(headers.get("")).split(" ", 3);
        long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
        Request request = new Request(line[0], line[1], length);
        requests.add(request);
        return switch (rule.of(request)) {
            case Fate.HandOn() -> {
                LockSupport.parkNanos(delay.toNanos());
                toServer.write(head);
                copy(in, toServer, length);
                yield true;
            }
            case Fate.Answer(int status, String body) -> {
                if (!headers.containsKey("expect")) {
                    copy(in, OutputStream.nullOutputStream(), length);
                }
                toClient.write(("HTTP/1.1 " + status + " As Planned\r\nContent-Type: application/xml\r\n"
                                + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + (request.method().equals("HEAD") ? "" : body))
                        .getBytes(StandardCharsets.UTF_8));
                toClient.flush();
                yield false;
            }
            case Fate.HangUp() -> false;
        };
    }

    /// Everything up to the empty line, which is part of it; empty at the end of the stream.
    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        while (end < 4) {
            int next = in.read();
            if (next < 0) {
                return new byte[0];
            }
            if (head.size() == LONGEST_HEAD) {
                throw new IOException("A request begins with more than " + LONGEST_HEAD + " bytes");
            }
            head.write(next);
            end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : next == '\r' ? 1 : 0;
        }
        return head.toByteArray();
    }

    /// By their names in small letters; the request line has the empty name.
    private static Map<String, String> headers(byte[] head) {
        Map<String, String> headers = new TreeMap<>();
        for (String line : new String(head, StandardCharsets.ISO_8859_1).lines().toList()) {
            int colon = line.indexOf(": ");
            if (headers.isEmpty()) {
                headers.put("", line);
            } else if (colon > 0) {
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
            }
        }
        return headers;
    }

    private static void copy(InputStream from, OutputStream to, long length) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = length;
        while (left > 0) {
            int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("A body ends " + left + " bytes early");
            }
            to.write(buffer, 0, read);
            left -= read;
        }
    }
}
