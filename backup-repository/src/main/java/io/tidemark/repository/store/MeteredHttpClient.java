package io.tidemark.repository.store;

import io.tidemark.repository.store.StoreMeter.Verb;
import java.io.IOException;
import java.io.InterruptedIOException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Meters requests where they leave: each attempt, each page of a listing, and each byte once, though the SDK reads
/// the content twice, the first time to sign it.
final class MeteredHttpClient implements SdkHttpClient {

    private final SdkHttpClient http;
    private final StoreMeter meter;

    /// @param http  is closed with this
    MeteredHttpClient(SdkHttpClient http, StoreMeter meter) {
        this.http = http;
        this.meter = meter;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Metered(verb(request.httpRequest()), http.prepareRequest(withMeteredContent(request)));
    }

    private HttpExecuteRequest withMeteredContent(HttpExecuteRequest request) {
        ContentStreamProvider content = request.contentStreamProvider().orElse(null);
        if (content == null) {
            return request;
        }
        HttpExecuteRequest.Builder metered = HttpExecuteRequest.builder()
                .request(request.httpRequest())
                .contentStreamProvider(() -> new MeteredStream(content.newStream(), Sending.attempt(meter::up)));
        request.metricCollector().ifPresent(metered::metricCollector);
        return metered.build();
    }

    private static Verb verb(SdkHttpRequest request) {
        return switch (request.method()) {
            case PUT -> Verb.PUT;
            case HEAD -> Verb.HEAD;
            case DELETE -> Verb.DELETE;
            default -> isListing(request) ? Verb.LIST : Verb.GET;
        };
    }

    /// Of objects, or of the versions of one.
    private static boolean isListing(SdkHttpRequest request) {
        return request.rawQueryParameters().containsKey("list-type")
                || request.rawQueryParameters().containsKey("versions");
    }

    @Override
    public String clientName() {
        return http.clientName();
    }

    @Override
    public void close() {
        http.close();
    }

    private final class Metered implements ExecutableHttpRequest {

        private final Verb verb;
        private final ExecutableHttpRequest request;

        Metered(Verb verb, ExecutableHttpRequest request) {
            this.verb = verb;
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            try {
                meter.request(verb);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                InterruptedIOException failure = new InterruptedIOException("Interrupted before a request");
                failure.initCause(e);
                throw failure;
            }
            HttpExecuteResponse answer = request.call();
            AbortableInputStream body = answer.responseBody().orElse(null);
            return body == null
                    ? answer
                    : HttpExecuteResponse.builder()
                            .response(answer.httpResponse())
                            .responseBody(AbortableInputStream.create(new MeteredStream(body, meter::down), body))
                            .build();
        }

        @Override
        public void abort() {
            request.abort();
        }
    }
}
