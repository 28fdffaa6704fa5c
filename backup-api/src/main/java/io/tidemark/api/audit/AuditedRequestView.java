package io.tidemark.api.audit;

import io.tidemark.catalog.audit.AuditedRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A request that changed something or was to.
///
/// @param number  of its entry in the trail
/// @param endNumber  of the entry with its outcome; null where there is one entry only
/// @param requestId  as in `X-Request-Id` of its answer
/// @param operation  as in this description; null where no endpoint was found
/// @param request  method and path
/// @param subject  what it was about
/// @param caller  who asked; null for a stranger
/// @param address  where it came from
/// @param status  of its answer; null when its outcome is not known: the server died meanwhile, or is still at it
/// @param change  what was asked for, in short
record AuditedRequestView(
        long number,
        @Nullable Long endNumber,
        Instant at,
        UUID requestId,
        @Nullable String operation,
        @Nullable String request,
        @Nullable Subject subject,
        @Nullable Requester caller,
        @Nullable String address,
        @Nullable Integer status,
        @Nullable String change) {

    /// What a request was about.
    ///
    /// @param type  such as `machine`
    /// @param id  null for one that did not come into being
    record Subject(String type, @Nullable String id) {}

    /// Who asked.
    ///
    /// @param kind  `token`, `user` and the like
    /// @param id  null where only a name is known
    /// @param name  as it was then
    record Requester(String kind, @Nullable String id, String name) {}

    static AuditedRequestView of(AuditedRequest request) {
        return new AuditedRequestView(
                request.number(),
                request.endNumber(),
                request.at(),
                UUID.fromString(request.requestId()),
                request.operation(),
                request.request(),
                request.subjectType() == null ? null : new Subject(request.subjectType(), request.subjectId()),
                request.callerKind() == null || request.callerName() == null
                        ? null
                        : new Requester(request.callerKind(), request.callerId(), request.callerName()),
                request.address(),
                request.status(),
                request.change());
    }
}
