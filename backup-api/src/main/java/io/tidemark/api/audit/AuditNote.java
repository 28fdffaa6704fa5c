package io.tidemark.api.audit;

import io.tidemark.api.access.Caller;
import io.tidemark.catalog.TimeOrderedId;
import io.tidemark.catalog.audit.AuditCaller;
import io.tidemark.catalog.audit.AuditSubject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is known of a request for the audit trail while it is worked on. It belongs to the request's own
/// thread.
///
/// A log-in, for example, says who logged in: `AuditNote.of(request).ifPresent(note -> note.caller(who))`.
public final class AuditNote {
    private static final String ATTRIBUTE = AuditNote.class.getName();

    private final UUID requestId;
    private @Nullable Long begun;
    private @Nullable AuditCaller caller;
    private @Nullable AuditSubject subject;
    private @Nullable String change;

    private AuditNote(UUID requestId) {
        this.requestId = requestId;
    }

    /// The note of a request; empty for one that changes nothing.
    public static Optional<AuditNote> of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof AuditNote note ? Optional.of(note) : Optional.empty();
    }

    static AuditNote open(HttpServletRequest request) {
        AuditNote note = new AuditNote(TimeOrderedId.next(Instant.now()));
        request.setAttribute(ATTRIBUTE, note);
        return note;
    }

    /// Who asks, where that is not the caller whom the rules of access found: who logs in, or tries to.
    public void caller(AuditCaller who) {
        caller = who;
    }

    /// The same, as the rules of access know it.
    public void caller(Caller who) {
        String kind = who.means() == Caller.Means.TOKEN ? "token" : "user";
        caller(new AuditCaller(kind, who.id().toString(), who.name()));
    }

    /// What it is about, where that is not the thing in the path.
    public void subject(AuditSubject what) {
        subject = what;
    }

    /// What changes, in short; never a secret. Replaces what the body said.
    public void change(String words) {
        change = words;
    }

    UUID requestId() {
        return requestId;
    }

    @Nullable
    Long begun() {
        return begun;
    }

    /// Entered under this number, with all that was known by then.
    void begun(long number) {
        begun = number;
        change = null;
    }

    @Nullable
    AuditCaller caller() {
        return caller;
    }

    @Nullable
    AuditSubject subject() {
        return subject;
    }

    @Nullable
    String change() {
        return change;
    }
}
