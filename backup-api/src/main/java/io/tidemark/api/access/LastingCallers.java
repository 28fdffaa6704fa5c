package io.tidemark.api.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/// Looks again whether a caller is who it was, for requests that last longer than the look at their beginning holds.
@Component
public class LastingCallers {
    private final Callers callers;
    private final Sessions sessions;

    LastingCallers(Callers callers, Sessions sessions) {
        this.callers = callers;
        this.sessions = sessions;
    }

    /// A question that asks the catalog each time: whether the request's caller could send it now, and would be
    /// the same caller, with the same role and bounds. The answer is no once a token is revoked or has expired,
    /// its owner or the user is disabled, removed, or given another role or other bounds, and when the session has
    /// ended.
    public BooleanSupplier unchanged(Caller caller, HttpServletRequest request) {
        if (caller.means() == Caller.Means.TOKEN) {
            return () -> same(caller);
        }
        HttpSession session = request.getSession(false);
        if (session == null) {
            return () -> false;
        }
        String id = session.getId();
        return () -> sessions.lives(id) && same(caller);
    }

    private boolean same(Caller caller) {
        return callers.still(caller).filter(caller::equals).isPresent();
    }
}
