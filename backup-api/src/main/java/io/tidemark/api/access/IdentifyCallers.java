package io.tidemark.api.access;

import io.tidemark.api.problem.ProblemType;
import io.tidemark.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Finds the caller of a request: whose token it carries as `Authorization: Bearer …`, or else who has logged in with
/// the
/// session of its cookie. A request without either, or with one that is not valid, goes on without a caller: whether
/// that
/// will do is for the rules behind this filter. A request with any `Authorization` has no session: nobody acts as
/// somebody else because a token was mistyped.
///
/// A token is looked up by its SHA-256, so that how long the look-up takes says nothing about any token.
final class IdentifyCallers extends OncePerRequestFilter {
    /// The request's attribute that says when the token it carried expired.
    static final String EXPIRED_AT = IdentifyCallers.class.getName() + ".expiredAt";

    private static final String SCHEME = "bearer ";
    private static final int MAXIMUM_LENGTH = 200;

    private final RequestMatcher guarded;
    private final Callers callers;
    private final Sessions sessions;
    private final ProblemWriter problems;

    /// @param guarded  the requests that need a caller; for all others nobody is looked up
    IdentifyCallers(RequestMatcher guarded, Callers callers, Sessions sessions, ProblemWriter problems) {
        this.guarded = guarded;
        this.callers = callers;
        this.sessions = sessions;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !guarded.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller> caller;
        try {
            String header = request.getHeader(HttpHeaders.AUTHORIZATION);
            caller = header == null ? sessions.user(request).flatMap(callers::ofUser) : ofToken(header, request);
        } catch (DataAccessException | TransactionException unreachable) {
            logger.warn("Callers cannot be looked up: the catalog does not answer", unreachable);
            problems.write(
                    ProblemType.CATALOG_UNAVAILABLE,
                    "The database behind the catalog does not answer. Try again; nothing was changed by this request.",
                    request,
                    response);
            return;
        }
        if (caller.isPresent()) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new CallerAuthentication(caller.get()));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private Optional<Caller> ofToken(String header, HttpServletRequest request) {
        if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        String secret = header.substring(SCHEME.length()).strip();
        if (secret.isEmpty() || secret.length() > MAXIMUM_LENGTH) {
            return Optional.empty();
        }
        Optional<Caller> caller = callers.ofToken(secret);
        if (caller.isEmpty()) {
            callers.expired(secret).ifPresent(expiry -> request.setAttribute(EXPIRED_AT, expiry));
        }
        return caller;
    }

    /// Whether the request's caller came by a cookie, which a browser sends along wherever a request comes from.
    static boolean cameByCookie() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication caller
                && caller.getPrincipal().means() != Caller.Means.TOKEN;
    }
}
