package io.tidemark.repository.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.S3Server;
import io.tidemark.embedded.SharedS3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The contract against a real S3 server over HTTP, and what that server says to wrong locations and credentials.
class S3ObjectStoreTest extends ObjectStoreContract {

    private final String bucket = SharedS3.freshBucket();
    private final RepositoryLocation location = new RepositoryLocation.S3(bucket, "some/prefix");

    @Override
    ObjectStore emptyStore() throws Exception {
        return ObjectStores.open(location, options());
    }

    @Override
    ObjectStore another() throws Exception {
        return ObjectStores.open(location, options());
    }

    @Test
    void objectsLieUnderThePrefixAndOthersAreNotListed() throws Exception {
        try (ObjectStore whole = ObjectStores.open(new RepositoryLocation.S3(bucket, ""), options())) {
            whole.put("some/prefix2/x", text("not ours"), PutMode.CREATE);
            whole.put("other", text("not ours"), PutMode.CREATE);
            store.put("packs/a", text("ours"), PutMode.CREATE);

            assertThat(text(whole.get("some/prefix/packs/a"))).isEqualTo("ours");
            assertThat(keys("")).containsExactly("packs/a");
        }
        assertThat(store.location()).isEqualTo("s3://" + bucket + "/some/prefix");
    }

    @Test
    void aServerWithoutObjectLockSaysSo() throws Exception {
        assertThat(store.locks().orElseThrow().areOffered()).isFalse();
        assertThat(StoreProbe.of(store).locks()).isFalse();
    }

    @Test
    void aBucketThatDoesNotExistIsNamed() throws Exception {
        var nowhere = new RepositoryLocation.S3("no-such-bucket", "");
        try (ObjectStore wrong = ObjectStores.open(nowhere, options())) {
            for (Call call : calls()) {
                assertThatThrownBy(() -> call.on(wrong))
                        .isInstanceOfSatisfying(BucketMissingException.class, e -> {
                            assertThat(e.code()).isEqualTo("bucket-missing");
                            assertThat(e.retryable()).isFalse();
                        })
                        .hasMessageContaining("no-such-bucket")
                        .hasMessageContaining(endpoint().toString())
                        .hasMessageContaining("Create it");
            }
        }
    }

    @Test
    void anUnknownAccessKeyIsNamedWithWhatToDo() throws Exception {
        StoreOptions stranger = options().withCredentials(new StoreCredentials("nobody", "guess"));
        try (ObjectStore wrong = ObjectStores.open(location, stranger)) {
            assertThatThrownBy(() -> wrong.delete("x")).isInstanceOf(StoreAccessDeniedException.class);
            for (Call call : calls()) {
                assertThatThrownBy(() -> call.on(wrong))
                        .isInstanceOfSatisfying(StoreAccessDeniedException.class, e -> {
                            assertThat(e.code()).isEqualTo("store-access-denied");
                            assertThat(e.retryable()).isFalse();
                        })
                        .hasMessageContaining(location.toString());
            }
            assertThatThrownBy(() -> wrong.get("x"))
                    .hasMessageContaining("InvalidAccessKeyId")
                    .hasMessageContaining("AWS_ACCESS_KEY_ID")
                    .hasMessageNotContaining("guess");
        }
    }

    @Test
    void aWrongSecretIsNamedWithWhatToDo() throws Exception {
        var wrongSecret = new StoreCredentials(SharedS3.server().accessKey(), "guess");
        try (ObjectStore wrong = ObjectStores.open(location, options().withCredentials(wrongSecret))) {
            assertThatThrownBy(() -> wrong.put("x", text("x"), PutMode.CREATE))
                    .isInstanceOf(StoreAccessDeniedException.class)
                    .hasMessageContaining("SignatureDoesNotMatch")
                    .hasMessageContaining("AWS_SECRET_ACCESS_KEY");
        }
    }

    @Test
    void anEndpointWhereNothingListensIsGivenUpSoonAndNamed() throws Exception {
        URI dead;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        StoreOptions options = options().withEndpoint(dead).withRetry(2, Duration.ofSeconds(20));
        try (ObjectStore wrong = ObjectStores.open(location, options)) {
            assertThatThrownBy(() -> wrong.get("x"))
                    .isInstanceOfSatisfying(StoreUnavailableException.class, e -> {
                        assertThat(e.code()).isEqualTo("store-unavailable");
                        assertThat(e.retryable()).isTrue();
                    })
                    .hasMessageContaining(dead.toString())
                    .hasMessageContaining("Check the endpoint")
                    .hasMessageContaining("tried 2 times");
        }
    }

    @Test
    void anEndpointThatNeverAnswersIsGivenUpAfterTheIdleTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            URI endpoint = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            StoreOptions options = options()
                    .withEndpoint(endpoint)
                    .withRetry(1, Duration.ofSeconds(1))
                    .withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofSeconds(30));
            try (ObjectStore wrong = ObjectStores.open(location, options)) {
                assertThatThrownBy(() -> wrong.head("x"))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining(endpoint.toString())
                        .hasMessageContaining("does not answer in time");
            }
        }
    }

    @Test
    void anUnknownHostIsNamed() throws Exception {
        URI endpoint = URI.create("http://s3.invalid:9000");
        StoreOptions options = options().withEndpoint(endpoint).withRetry(1, Duration.ofSeconds(1));
        try (ObjectStore wrong = ObjectStores.open(location, options)) {
            assertThatThrownBy(() -> wrong.get("x"))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("s3.invalid")
                    .hasMessageContaining("Check the endpoint");
        }
    }

    @Test
    void anInterruptedThreadStopsWaitingAndKeepsItsFlag() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            StoreOptions options = options().withEndpoint(URI.create("http://127.0.0.1:" + silent.getLocalPort()));
            try (ObjectStore wrong = ObjectStores.open(location, options)) {
                var connected = new CountDownLatch(1);
                var outcome = new FutureTask<>(() -> {
                    connected.countDown();
                    assertThatThrownBy(() -> wrong.get("x"))
                            .isInstanceOfSatisfying(
                                    StoreInterruptedException.class,
                                    e -> assertThat(e.retryable()).isFalse());
                    return Thread.currentThread().isInterrupted();
                });
                Thread waiting = Thread.ofVirtual().start(outcome);
                connected.await();
                silent.accept().close();
                waiting.interrupt();

                assertThat(outcome.get(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private interface Call {
        void on(ObjectStore store) throws IOException;
    }

    /// All but `delete`: in a bucket that does not exist there is nothing to delete, and some servers leave it at
    /// that.
    private static Call[] calls() {
        return new Call[] {
            store -> store.put("x", text("x"), PutMode.CREATE),
            store -> store.put("x", ByteBuffer.allocate(3 << 20), PutMode.ANY),
            store -> store.get("x"),
            store -> store.get("x", 0, ByteBuffer.allocate(1)),
            store -> store.head("x"),
            store -> store.list("", object -> {})
        };
    }

    private static URI endpoint() {
        return SharedS3.server().endpoint();
    }

    static StoreOptions options() {
        S3Server server = SharedS3.server();
        return StoreOptions.defaults()
                .withEndpoint(server.endpoint())
                .withCredentials(new StoreCredentials(server.accessKey(), server.secretKey()));
    }
}
