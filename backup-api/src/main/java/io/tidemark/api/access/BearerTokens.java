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

/// Finds the caller whose token a request carries as `Authorization: Bearer …`. A request without one, or with one that
/// is not valid, goes on without a caller: whether that will do is for the rules behind this filter.
///
/// A token is looked up by its SHA-256, so that how long the look-up takes says nothing about any token.
final class BearerTokens extends OncePerRequestFilter {
    /// The request's attribute that says when the token it carried expired.
    static final String EXPIRED_AT = BearerTokens.class.getName() + ".expiredAt";

    private static final String SCHEME = "bearer ";
    private static final int MAXIMUM_LENGTH = 200;

    private final RequestMatcher guarded;
    private final Callers callers;
    private final ProblemWriter problems;

    /// @param guarded  the requests that need a caller; for all others nobody is looked up
    BearerTokens(RequestMatcher guarded, Callers callers, ProblemWriter problems) {
        this.guarded = guarded;
        this.callers = callers;
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
            Optional<String> secret = presented(request);
            caller = secret.flatMap(callers::ofToken);
            if (caller.isEmpty()) {
                secret.flatMap(callers::expired).ifPresent(expiry -> request.setAttribute(EXPIRED_AT, expiry));
            }
        } catch (DataAccessException | TransactionException unreachable) {
            logger.warn("Tokens cannot be checked: the catalog does not answer", unreachable);
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

    private static Optional<String> presented(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        String secret = header.substring(SCHEME.length()).strip();
        return secret.isEmpty() || secret.length() > MAXIMUM_LENGTH ? Optional.empty() : Optional.of(secret);
    }
}
