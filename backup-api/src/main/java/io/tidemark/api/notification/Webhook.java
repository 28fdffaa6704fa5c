package io.tidemark.api.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.catalog.notification.ChannelKind;
import io.tidemark.catalog.notification.ChannelView;
import io.tidemark.catalog.notification.Channels;
import io.tidemark.catalog.notification.Outgoing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Posts deliveries as JSON, signed. Redirects are not followed, and of an answer only its status counts:
/// nothing of what a receiver says is read, kept or shown, however much it is.
@Component
class Webhook implements Sender, DisposableBean {
    private final HttpClient http;
    private final Channels channels;
    private final NotificationProperties properties;
    private final Clock clock;

    Webhook(Channels channels, NotificationProperties properties, Clock clock) {
        this.channels = channels;
        this.properties = properties;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(properties.timeout())
                .build();
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.WEBHOOK;
    }

    @Override
    public void send(ChannelView channel, Outgoing delivery) throws IOException, InterruptedException {
        byte[] secret = channels.secret(channel.id());
        byte[] body = delivery.body().getBytes(UTF_8);
        String signature;
        try {
            signature = Signature.of(secret, clock.instant(), body);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(Objects.requireNonNull(channel.url(), "url")))
                .timeout(properties.timeout())
                .header("Content-Type", "application/json")
                .header("User-Agent", "Tidemark")
                .header("Tidemark-Event", delivery.event())
                .header("Tidemark-Delivery", delivery.id().toString())
                .header("Tidemark-Signature", signature)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        int status = status(request);
        if (status < 200 || status > 299) {
            throw new IOException(
                    status >= 300 && status < 400
                            ? "The receiver answered " + status + ": redirects are not followed."
                            : "The receiver answered " + status + ".");
        }
    }

    private int status(HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, answer -> new Unread()).statusCode();
        } catch (HttpTimeoutException slow) {
            throw new IOException("The receiver did not answer within " + properties.timeout() + ".", slow);
        } catch (IOException unreachable) {
            String why = unreachable.getMessage();
            throw new IOException(
                    "The receiver cannot be reached: "
                            + (why == null ? unreachable.getClass().getSimpleName() : why) + ".",
                    unreachable);
        }
    }

    @Override
    public void destroy() {
        http.shutdownNow();
    }

    /// Ends an answer at its head.
    private static final class Unread implements BodySubscriber<Void> {
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        @Override
        public CompletionStage<Void> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription to) {
            to.cancel();
            done.complete(null);
        }

        @Override
        public void onNext(List<ByteBuffer> ignored) {}

        @Override
        public void onError(Throwable failure) {
            done.complete(null);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }
    }
}
