package io.tidemark.repository.store;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How to reach a store. What is null is found by the AWS SDK's own rules: environment, system properties, profile.
///
/// Only S3 uses them; a directory needs none.
///
/// @param endpoint  an S3 server other than AWS, for example `http://127.0.0.1:9000`; it is addressed in path
///     style. Null: `AWS_ENDPOINT_URL_S3` and its like, else AWS
/// @param region  the region requests are signed for. Null: `AWS_REGION` and its like; with an endpoint,
///     `us-east-1` if there is none
/// @param credentials  null: the SDK's chain, `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` first
/// @param maxAttempts  how often a call is tried before a [retryable][StoreException#retryable()] failure is
///     reported, 1 to 1000
/// @param retryWithin  no attempt starts later than this after the first one; so a silent server fails in
///     this time plus one `idleTimeout`
/// @param connectTimeout  for making a connection
/// @param idleTimeout  the longest silence of the server within a request
/// @param requestTimeout  for one attempt as a whole, transfer included
/// @param maxConnections  open at once; more callers than that wait, at least 1
public record StoreOptions(
        @Nullable URI endpoint,
        @Nullable String region,
        @Nullable StoreCredentials credentials,
        int maxAttempts,
        Duration retryWithin,
        Duration connectTimeout,
        Duration idleTimeout,
        Duration requestTimeout,
        int maxConnections) {

    public StoreOptions {
        if (endpoint != null && !isEndpoint(endpoint)) {
            throw new IllegalArgumentException(
                    "Not an S3 endpoint: \"" + endpoint + "\". Expected http://host:port or https://host");
        }
        if (maxAttempts < 1 || maxAttempts > 1000) {
            throw new IllegalArgumentException("maxAttempts must be 1 to 1000: " + maxAttempts);
        }
        requirePositive("retryWithin", retryWithin);
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("idleTimeout", idleTimeout);
        requirePositive("requestTimeout", requestTimeout);
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be at least 1: " + maxConnections);
        }
    }

    /// Everything by the SDK's rules; an endpoint that does not answer is given up after less than a minute.
    public static StoreOptions defaults() {
        return new StoreOptions(
                null,
                null,
                null,
                5,
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofMinutes(5),
                32);
    }

    public StoreOptions withEndpoint(@Nullable URI value) {
        return new StoreOptions(
                value,
                region,
                credentials,
                maxAttempts,
                retryWithin,
                connectTimeout,
                idleTimeout,
                requestTimeout,
                maxConnections);
    }

    public StoreOptions withRegion(@Nullable String value) {
        return new StoreOptions(
                endpoint,
                value,
                credentials,
                maxAttempts,
                retryWithin,
                connectTimeout,
                idleTimeout,
                requestTimeout,
                maxConnections);
    }

    public StoreOptions withCredentials(@Nullable StoreCredentials value) {
        return new StoreOptions(
                endpoint,
                region,
                value,
                maxAttempts,
                retryWithin,
                connectTimeout,
                idleTimeout,
                requestTimeout,
                maxConnections);
    }

    /// The same with another patience for retryable failures.
    ///
    /// @param attempts  replaces [#maxAttempts()]
    /// @param within  replaces [#retryWithin()]
    public StoreOptions withRetry(int attempts, Duration within) {
        return new StoreOptions(
                endpoint,
                region,
                credentials,
                attempts,
                within,
                connectTimeout,
                idleTimeout,
                requestTimeout,
                maxConnections);
    }

    /// The same with other limits of waiting.
    ///
    /// @param connect  replaces [#connectTimeout()]
    /// @param idle  replaces [#idleTimeout()]
    /// @param request  replaces [#requestTimeout()]
    public StoreOptions withTimeouts(Duration connect, Duration idle, Duration request) {
        return new StoreOptions(
                endpoint, region, credentials, maxAttempts, retryWithin, connect, idle, request, maxConnections);
    }

    /// Whether requests can be made with it: the scheme is HTTP's, and there is a host.
    static boolean isEndpoint(URI url) {
        return url.getHost() != null
                && ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()));
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }
}
