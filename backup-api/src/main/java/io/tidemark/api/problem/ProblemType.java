package io.tidemark.api.problem;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/// Every kind of problem the API answers with. Codes are never renamed; `docs/operations/problems.md` explains them.
public enum ProblemType {
    MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request is not well-formed HTTP or names an impossible path"),
    MALFORMED_BODY(HttpStatus.BAD_REQUEST, "The body is missing or is not JSON"),
    VALIDATION_FAILED(HttpStatus.BAD_REQUEST, "Some values of the request are not as they must be"),
    PARAMETER_UNKNOWN(HttpStatus.BAD_REQUEST, "The path knows no such parameter"),
    CURSOR_INVALID(HttpStatus.BAD_REQUEST, "The cursor is not one of this list"),
    SORT_INVALID(HttpStatus.BAD_REQUEST, "The list cannot be sorted by that"),
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "A valid API token or a log-in is needed"),
    TOKEN_EXPIRED(HttpStatus.UNAUTHORIZED, "The API token has expired"),
    LOG_IN_FAILED(HttpStatus.UNAUTHORIZED, "Name and password do not fit"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "The caller's role does not permit this"),
    CSRF_TOKEN_MISSING(HttpStatus.FORBIDDEN, "The session's CSRF token is needed"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method does not fit the path"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer cannot be given in the wanted media type"),
    CONFLICT(HttpStatus.CONFLICT, "The request does not fit the present state"),
    MACHINE_EXISTS(HttpStatus.CONFLICT, "A machine of that name exists"),
    POLICY_EXISTS(HttpStatus.CONFLICT, "A policy of that name exists"),
    REPOSITORY_EXISTS(HttpStatus.CONFLICT, "A repository of that name exists"),
    TOKEN_EXISTS(HttpStatus.CONFLICT, "A token of that name exists"),
    USER_EXISTS(HttpStatus.CONFLICT, "A user of that name exists"),
    LAST_ADMIN(HttpStatus.CONFLICT, "The user is the last admin who can log in with a password"),
    CHANNEL_EXISTS(HttpStatus.CONFLICT, "A channel of that name exists"),
    RULE_EXISTS(HttpStatus.CONFLICT, "A rule of that name exists"),
    LOCATION_TAKEN(HttpStatus.CONFLICT, "A repository at that place exists"),
    MACHINE_BUSY(HttpStatus.CONFLICT, "A run works on the machine"),
    REPOSITORY_IN_USE(HttpStatus.CONFLICT, "A policy or a run uses the repository"),
    CHANNEL_IN_USE(HttpStatus.CONFLICT, "A rule uses the channel"),
    RUN_ALREADY_ACTIVE(HttpStatus.CONFLICT, "Such a run is queued or running already"),
    RUN_ACTIVE(HttpStatus.CONFLICT, "The run has not ended"),
    RUN_NOT_RETRYABLE(HttpStatus.CONFLICT, "The run cannot be retried"),
    RUN_OVER(HttpStatus.CONFLICT, "The run has ended"),
    SECRET_KEY_MISSING(HttpStatus.CONFLICT, "The server has no key to seal secrets with"),
    SECRET_KEY_WRONG(HttpStatus.CONFLICT, "The server's keys do not open a secret"),
    PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "It was changed since it was read"),
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body's media type is not application/json"),
    UNPROCESSABLE(HttpStatus.UNPROCESSABLE_CONTENT, "The request can never be fulfilled"),
    CRON_INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "The cron expression is not one"),
    CRON_NEVER_FIRES(HttpStatus.UNPROCESSABLE_CONTENT, "The cron expression never fires"),
    TIME_ZONE_INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "There is no such time zone"),
    WINDOW_INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "The window has no length"),
    RETENTION_EMPTY(HttpStatus.UNPROCESSABLE_CONTENT, "No rule says which points to keep"),
    DISKS_INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "The machine's disks do not fit together"),
    IMAGE_REPEATED(HttpStatus.UNPROCESSABLE_CONTENT, "Two disks of the machine have the same image"),
    DISK_MISSING(HttpStatus.UNPROCESSABLE_CONTENT, "The request does not name a disk of the point"),
    MACHINE_MISSING(HttpStatus.UNPROCESSABLE_CONTENT, "The request names a machine that is not there"),
    REPOSITORY_MISSING(HttpStatus.UNPROCESSABLE_CONTENT, "The request names a repository that is not there"),
    CHANNEL_MISSING(HttpStatus.UNPROCESSABLE_CONTENT, "The request names a channel that is not there"),
    POLICY_MISSING(HttpStatus.UNPROCESSABLE_CONTENT, "The request names a policy that is not there"),
    POOL_MISSING(HttpStatus.UNPROCESSABLE_CONTENT, "The request names a pool that is not there"),
    PASSWORD_WEAK(HttpStatus.UNPROCESSABLE_CONTENT, "The password is easily guessed"),
    NO_PASSWORD(HttpStatus.UNPROCESSABLE_CONTENT, "The caller has no password here"),
    ROLE_FROM_PROVIDER(HttpStatus.UNPROCESSABLE_CONTENT, "The user's OpenID provider says what it may do"),
    EXPIRY_PAST(HttpStatus.UNPROCESSABLE_CONTENT, "The token would have expired already"),
    BOUNDS_INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "The bounds are not labels"),
    IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The idempotency key was used for another request"),
    PRECONDITION_REQUIRED(HttpStatus.PRECONDITION_REQUIRED, "If-Match is needed"),
    TOO_MANY_LISTENERS(HttpStatus.TOO_MANY_REQUESTS, "Too many clients follow events"),
    TOO_MANY_LOG_INS(HttpStatus.TOO_MANY_REQUESTS, "Too many log-ins failed"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "The server failed"),
    CATALOG_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The catalog cannot be reached");

    private static final String PREFIX = "https://tidemark.io/problems/";

    private final HttpStatus status;
    private final String title;

    ProblemType(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    /// The stable name, for example `machine-exists`.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public URI uri() {
        return URI.create(PREFIX + code());
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    /// The type with this code, if it is one of the API's.
    public static Optional<ProblemType> of(String code) {
        return Arrays.stream(values()).filter(type -> type.code().equals(code)).findFirst();
    }

    /// The type that fits a failure of which only the status is known.
    static ProblemType of(int status) {
        return Arrays.stream(values())
                .filter(type -> type.status.value() == status)
                .findFirst()
                .orElse(status >= 500 ? INTERNAL_ERROR : MALFORMED_REQUEST);
    }

    /// Refuses a request.
    ///
    /// @param detail  what was wrong with this request, and what to do
    public ProblemException because(String detail) {
        return new ProblemException(this, detail);
    }
}
