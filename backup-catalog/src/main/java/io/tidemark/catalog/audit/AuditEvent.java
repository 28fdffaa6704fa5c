package io.tidemark.catalog.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What there is to say about a request. Texts are cut to what the trail holds, and control characters in
/// them become spaces: a caller's name or a path may come from anywhere.
///
/// @param requestId the same in all entries of a request, and in its answer
/// @param operation the operation's id in the API's description; null where no endpoint was found
/// @param request   method and path, for example `POST /api/v1/machines`
/// @param address   where the request came from
/// @param status    the HTTP status of its answer; null as long as there is none
/// @param change    what was asked for, in short; never a secret
public record AuditEvent(
        UUID requestId,
        @Nullable String operation,
        @Nullable String request,
        @Nullable AuditSubject subject,
        @Nullable AuditCaller caller,
        @Nullable String address,
        @Nullable Integer status,
        @Nullable String change) {
    private static final int OPERATION = 100;
    private static final int REQUEST = 300;
    private static final int NAME = 200;
    private static final int ADDRESS = 100;
    private static final int CHANGE = 2000;

    public AuditEvent {
        operation = clean(operation, OPERATION);
        request = clean(request, REQUEST);
        address = clean(address, ADDRESS);
        change = clean(change, CHANGE);
        subject = subject == null ? null : cleaned(subject);
        caller = caller == null ? null : cleaned(caller);
    }

    private static AuditSubject cleaned(AuditSubject subject) {
        String type = clean(subject.type(), OPERATION);
        return new AuditSubject(type == null ? "unknown" : type, clean(subject.id(), NAME));
    }

    private static AuditCaller cleaned(AuditCaller caller) {
        String kind = clean(caller.kind(), OPERATION);
        String name = clean(caller.name(), NAME);
        return new AuditCaller(
                kind == null ? "unknown" : kind, clean(caller.id(), NAME), name == null ? "unknown" : name);
    }

    /// The text as PostgreSQL will give it back: no control characters, no half surrogate pairs, not too
    /// long, and null instead of nothing.
    private static @Nullable String clean(@Nullable String text, int maximum) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String cut = text.length() <= maximum ? text : text.substring(0, maximum - 1) + "…";
        return new String(cut.replaceAll("\\p{Cntrl}", " ").getBytes(UTF_8), UTF_8);
    }
}
