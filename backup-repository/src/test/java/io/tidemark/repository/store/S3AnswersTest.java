package io.tidemark.repository.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.repository.store.ScriptedS3.Answer;
import io.tidemark.repository.store.ScriptedS3.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is sent to S3 servers, and what is made of answers that a well-meaning server does not give.
class S3AnswersTest {

    private static final ByteBuffer CONTENT = ByteBuffer.wrap("content".getBytes(StandardCharsets.UTF_8));

    @Test
    void aPutIsSignedAsAWholeInPathStyleWithoutTrailers() throws Exception {
        try (ScriptedS3 server = ScriptedS3.start(request -> Answer.of(200));
                ObjectStore store = server.store()) {
            store.put("packs/a", CONTENT, PutMode.CREATE);

            Request request = server.requests().getFirst();
            assertThat(request.method() + " " + request.uri()).isEqualTo("PUT /bucket/prefix/packs/a");
            assertThat(request.body()).isEqualTo("content");
            assertThat(request.header("If-None-Match")).isEqualTo("*");
            assertThat(request.header("x-amz-content-sha256"))
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest("content".getBytes(StandardCharsets.UTF_8))));
            assertThat(request.header("Content-Length")).isEqualTo("7");
            assertThat(request.headers().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-amz-checksum")
                            || name.equalsIgnoreCase("x-amz-trailer")
                            || name.equalsIgnoreCase("x-amz-sdk-checksum-algorithm")
                            || name.equalsIgnoreCase("Content-Encoding"));
        }
    }

    @Test
    void aServerWithoutConditionalWritesIsAskedFirstFromThenOn() throws Exception {
        List<String> stored = new ArrayList<>();
        try (ScriptedS3 server = ScriptedS3.start(request -> withoutConditions(stored, request));
                ObjectStore store = server.store()) {
            store.put("a", CONTENT, PutMode.CREATE);
            store.put("b", CONTENT, PutMode.CREATE);
            assertThatThrownBy(() -> store.put("b", CONTENT, PutMode.CREATE)).isInstanceOf(ObjectExistsException.class);

            assertThat(stored).containsExactly("/bucket/prefix/a", "/bucket/prefix/b");
            assertThat(server.requests().stream()
                            .filter(request -> !request.uri().contains("list-type"))
                            .map(request -> request.method() + request.header("If-None-Match")))
                    .containsExactly("PUT*", "HEAD", "PUT", "HEAD", "PUT", "HEAD");
        }
    }

    private static Answer withoutConditions(List<String> stored, Request request) {
        if (!request.header("If-None-Match").isEmpty()) {
            return Answer.error(501, "NotImplemented");
        }
        return switch (request.method()) {
            case "PUT" -> {
                stored.add(request.uri());
                yield Answer.of(200);
            }
            case "HEAD" ->
                stored.contains(request.uri())
                        ? new Answer(
                                200,
                                Map.of("Content-Length", "7", "Last-Modified", "Sun, 22 Nov 2026 00:00:00 GMT"),
                                "",
                                0)
                        : Answer.of(404);
            default -> Answer.of(200, listing(), Map.of());
        };
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, store-access-denied, Check the credentials",
        "403, InvalidAccessKeyId, store-access-denied, check AWS_ACCESS_KEY_ID",
        "403, SignatureDoesNotMatch, store-access-denied, check AWS_SECRET_ACCESS_KEY",
        "403, RequestTimeTooSkewed, store-access-denied, clocks",
        "400, ExpiredToken, store-access-denied, new credentials",
        "401, Unauthorized, store-access-denied, Check the credentials",
        "404, NoSuchBucket, bucket-missing, Create it",
        "404, NoSuchKey, object-missing, a",
        "412, PreconditionFailed, object-exists, a",
        "409, Conflict, object-exists, a",
        "409, ConditionalRequestConflict, store-unavailable, Try again",
        "429, TooManyRequests, store-unavailable, Try again",
        "500, InternalError, store-unavailable, Try again",
        "503, SlowDown, store-unavailable, Try again",
        "504, GatewayTimeout, store-unavailable, Try again",
        "400, RequestTimeout, store-unavailable, Try again",
        "507, InsufficientStorage, store-full, Free space",
        "403, QuotaExceeded, store-full, raise the quota",
        "507, XMinioStorageFull, store-full, Free space",
        "503, InsufficientCapacity, store-full, Free space",
        "301, PermanentRedirect, store-failed, AWS_REGION",
        "400, InvalidArgument, store-failed, as planned",
        "418, Teapot, store-failed, as planned"
    })
    void answersHaveTheirFailures(int status, String code, String expected, String advice) throws Exception {
        try (ScriptedS3 server = ScriptedS3.start(request -> Answer.error(status, code));
                ObjectStore store = server.store()) {
            assertThatThrownBy(() -> store.put("a", CONTENT, PutMode.CREATE))
                    .isInstanceOfSatisfying(StoreException.class, e -> {
                        assertThat(e.code()).isEqualTo(expected);
                        assertThat(e.retryable()).isEqualTo(expected.equals("store-unavailable"));
                    })
                    .hasMessageContaining(advice)
                    .hasMessageContaining("s3://bucket/prefix");
        }
    }

    @Test
    void anAnswerThatBreaksOffIsTransientAndMovesNothing() throws Exception {
        var broken = new Answer(206, Map.of("Content-Range", "bytes 0-99/1000"), "only this", 100);
        try (ScriptedS3 server = ScriptedS3.start(request -> broken);
                ObjectStore store = server.store()) {
            for (ByteBuffer destination : List.of(ByteBuffer.allocate(100), ByteBuffer.allocateDirect(100))) {
                assertThatThrownBy(() -> store.get("a", 0, destination))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("broke off");
                assertThat(destination.position()).isZero();
            }
            assertThatThrownBy(() -> store.get("a")).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void aServerThatHangsUpOnABodyIsAskedForTheReason() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> hangUpOnPutsAndRefuseTheRest(server));
            URI endpoint = URI.create("http://127.0.0.1:" + server.getLocalPort());
            try (ObjectStore store = ObjectStores.open(
                    RepositoryLocation.parse("s3://bucket"),
                    StoreOptions.defaults()
                            .withEndpoint(endpoint)
                            .withCredentials(new StoreCredentials("key", "secret")))) {
                assertThatThrownBy(() -> store.put("a", ByteBuffer.allocate(3 << 20), PutMode.CREATE))
                        .isInstanceOf(StoreAccessDeniedException.class)
                        .hasMessageContaining("InvalidAccessKeyId");
            }
        }
    }

    private static void hangUpOnPutsAndRefuseTheRest(ServerSocket server) {
        String reason = "<Error><Code>InvalidAccessKeyId</Code></Error>";
        while (true) {
            try (Socket client = server.accept()) {
                BufferedReader request =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                List<String> head =
                        request.lines().takeWhile(line -> !line.isEmpty()).toList();
                boolean put = head.getFirst().startsWith("PUT");
                String answer = put
                        ? "HTTP/1.1 100 Continue\r\n\r\n"
                        : "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: " + reason.length()
                                + "\r\n\r\n" + reason;
                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                // Closing with a linger time of 0 resets the connection, as a server does that leaves a body unread.
                client.setSoLinger(put, 0);
            } catch (IOException _) {
                return;
            }
        }
    }

    @Test
    void anObjectThatIsTooLargeIsNotRead() throws Exception {
        var huge = new Answer(200, Map.of(), "x", ObjectStore.MAX_OBJECT_BYTES + 1L);
        try (ScriptedS3 server = ScriptedS3.start(request -> huge);
                ObjectStore store = server.store()) {
            assertThatThrownBy(() -> store.get("a"))
                    .isInstanceOfSatisfying(
                            ObjectTooLargeException.class,
                            e -> assertThat(e.code()).isEqualTo("object-too-large"))
                    .hasMessageContaining("67108865");
        }
    }

    @Test
    void anAnswerThatDoesNotSayHowLongItIsIsRefused() throws Exception {
        try (ScriptedS3 server = ScriptedS3.start(request -> new Answer(200, Map.of(), "content", -1));
                ObjectStore store = server.store()) {
            assertThatThrownBy(() -> store.get("a"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("does not say how long a is");
        }
    }

    @Test
    void aServerThatIgnoresRangesIsRefused() throws Exception {
        try (ScriptedS3 server = ScriptedS3.start(request -> Answer.of(200, "all of it", Map.of()));
                ObjectStore store = server.store()) {
            assertThatThrownBy(() -> store.get("a", 4, ByteBuffer.allocate(2)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("does not support ranges");
        }
    }

    @Test
    void aServerThatListsOutOfOrderIsRefused() throws Exception {
        try (ScriptedS3 server = ScriptedS3.start(request -> Answer.of(200, listing("b", "a"), Map.of()));
                ObjectStore store = server.store()) {
            List<String> told = new ArrayList<>();

            assertThatThrownBy(() -> store.list("", object -> told.add(object.key())))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("lists a after b");
            assertThat(told).containsExactly("b");
        }
    }

    private static String listing(String... keys) {
        StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
        for (String key : keys) {
            xml.append("<Contents><Key>prefix/")
                    .append(key)
                    .append("</Key><LastModified>2026-11-22T00:00:00.000Z</LastModified><Size>7</Size></Contents>");
        }
        return xml.append("</ListBucketResult>").toString();
    }
}
