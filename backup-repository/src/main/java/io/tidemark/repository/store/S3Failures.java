package io.tidemark.repository.store;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/// Turns what the SDK throws into the failures of [ObjectStore].
///
/// @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error responses of S3</a>
final class S3Failures {

    private static final Set<String> FULL = Set.of(
            "QuotaExceeded",
            "InsufficientStorage",
            "InsufficientCapacity",
            "StorageFull",
            "XMinioStorageFull",
            "ServiceQuotaExceeded",
            "TooManyBytes");
    private static final Set<String> DENIED = Set.of(
            "AccessDenied",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "RequestTimeTooSkewed",
            "ExpiredToken",
            "InvalidToken",
            "AccountProblem",
            "AllAccessDisabled",
            "InvalidSecurity",
            "NotSignedUp");
    private static final Set<String> TRANSIENT = Set.of(
            "RequestTimeout",
            "SlowDown",
            "InternalError",
            "ServiceUnavailable",
            "ThrottlingException",
            "RequestLimitExceeded",
            "BadDigest",
            "XAmzContentSHA256Mismatch",
            "ConditionalRequestConflict",
            "OperationAborted");
    private static final int NOT_IMPLEMENTED = 501;

    private final ObjectStore store;
    private final String bucket;
    private final String server;

    /// @param server  the endpoint, for messages
    S3Failures(ObjectStore store, String bucket, String server) {
        this.store = store;
        this.bucket = bucket;
        this.server = server;
    }

    /// Whether the server says that it does not know a request of this kind.
    static boolean isNotImplemented(SdkException e) {
        return e instanceof AwsServiceException answer && answer.statusCode() == NOT_IMPLEMENTED;
    }

    static boolean isNotFound(SdkException e) {
        return e instanceof AwsServiceException answer
                && answer.statusCode() == 404
                && !"NoSuchBucket".equals(code(answer));
    }

    /// Whether the server hung up in the middle, other than by silence.
    static boolean isBrokenOff(SdkException e) {
        return cause(e, SocketException.class) != null && cause(e, ConnectException.class) == null;
    }

    static boolean isRangeBeyondEnd(SdkException e) {
        return e instanceof AwsServiceException answer && answer.statusCode() == 416;
    }

    /// @param doing  what was asked, for the message: `get packs/3f…`
    /// @param key  the object that was asked for; null when it was none
    StoreException of(Exception e, String doing, @Nullable String key) {
        if (Thread.currentThread().isInterrupted() || e instanceof AbortedException || isInterruption(e)) {
            Thread.currentThread().interrupt();
            return new StoreInterruptedException("Interrupted: " + doing + " at " + store.location(), e);
        }
        return e instanceof AwsServiceException answer ? answered(answer, doing, key) : unanswered(e, doing);
    }

    private StoreException answered(AwsServiceException answer, String doing, @Nullable String key) {
        String code = code(answer);
        int status = answer.statusCode();
        String what = "S3 server " + server + " answered " + status + (code.isEmpty() ? "" : " " + code) + " to: "
                + doing + " at " + store.location();
        if (code.equals("NoSuchBucket")) {
            return new BucketMissingException(
                    "Bucket " + bucket + " does not exist on S3 server " + server
                            + ". Create it, or correct the location " + store.location(),
                    answer);
        }
        if (FULL.contains(code) || status == 507) {
            return new StoreFullException(what + ". Free space or raise the quota", answer);
        }
        if (TRANSIENT.contains(code)
                || status == 408
                || status == 429
                || (status >= 500 && status != NOT_IMPLEMENTED)) {
            return new StoreUnavailableException(
                    what + ". Try again later; if it stays so, look at the server", answer);
        }
        if (DENIED.contains(code) || status == 401 || status == 403) {
            return new StoreAccessDeniedException(what + ". " + advice(code), answer);
        }
        if (key != null && status == 404) {
            return StoreFailures.missing(store, key, answer);
        }
        if (key != null && (status == 412 || status == 409)) {
            return StoreFailures.exists(store, key, answer);
        }
        if (status == 301 || status == 307 || code.equals("AuthorizationHeaderMalformed")) {
            return new StoreException(
                    what + ". The bucket is in another region" + inRegion(answer) + ": set AWS_REGION", answer);
        }
        return new StoreException(what + message(answer), answer);
    }

    private StoreException unanswered(Exception e, String doing) {
        String what = doing + " at " + store.location() + " failed: ";
        if (Objects.toString(e.getMessage(), "").startsWith("Unable to load credentials")) {
            return new StoreAccessDeniedException(
                    what + "there are no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE,"
                            + " or give a server the repository's own",
                    e);
        }
        SSLHandshakeException handshake = cause(e, SSLHandshakeException.class);
        SSLPeerUnverifiedException peer = cause(e, SSLPeerUnverifiedException.class);
        if (handshake != null || peer != null) {
            return new StoreException(
                    what + "no trusted TLS connection to S3 server " + server + ": " + e.getMessage()
                            + ". Check its certificate and the endpoint",
                    e);
        }
        return new StoreUnavailableException(what + reason(e), e);
    }

    private String reason(Exception e) {
        UnknownHostException unknown = cause(e, UnknownHostException.class);
        if (unknown != null) {
            return "the host of S3 server " + server + " is not known. Check the endpoint and the name service";
        }
        if (e instanceof ApiCallAttemptTimeoutException || cause(e, SocketTimeoutException.class) != null) {
            return "S3 server " + server + " does not answer in time. Check the endpoint, the network and the server";
        }
        ConnectException refused = cause(e, ConnectException.class);
        if (refused != null) {
            return "no connection to S3 server " + server + " (" + refused.getMessage()
                    + "). Check the endpoint, and that the server is running";
        }
        return "the connection to S3 server " + server + " broke off (" + rootMessage(e)
                + "). Check the network and the server";
    }

    private String advice(String code) {
        return switch (code) {
            case "InvalidAccessKeyId" ->
                "The S3 server does not know this access key: check AWS_ACCESS_KEY_ID,"
                        + " or what a server was given for the repository";
            case "SignatureDoesNotMatch" ->
                "The secret does not fit the access key: check AWS_SECRET_ACCESS_KEY,"
                        + " or what a server was given for the repository";
            case "RequestTimeTooSkewed" -> "The clocks of this machine and of the server differ: set them right";
            case "ExpiredToken", "InvalidToken" -> "The session token is no longer good: get new credentials";
            default -> "Check the credentials and that they may read, write, list and delete in bucket " + bucket;
        };
    }

    private static String inRegion(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        if (details == null || details.sdkHttpResponse() == null) {
            return "";
        }
        return details.sdkHttpResponse()
                .firstMatchingHeader("x-amz-bucket-region")
                .map(region -> ", " + region)
                .orElse("");
    }

    private static String message(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null || details.errorMessage() == null ? "" : ": " + details.errorMessage();
    }

    private static String code(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private static boolean isInterruption(Exception e) {
        if (e instanceof SocketTimeoutException) {
            return false;
        }
        return e instanceof InterruptedIOException || cause(e, InterruptedException.class) != null;
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
