package io.tidemark.api.access;

import io.tidemark.api.problem.ProblemType;
import io.tidemark.api.problem.ProblemWriter;
import io.tidemark.catalog.token.TokenView;
import io.tidemark.catalog.token.Tokens;
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
    private static final String SCHEME = "bearer ";
    private static final int MAXIMUM_LENGTH = 200;

    private final RequestMatcher guarded;
    private final Tokens tokens;
    private final ProblemWriter problems;

    /// @param guarded  the requests that need a caller; for all others nobody is looked up
    BearerTokens(RequestMatcher guarded, Tokens tokens, ProblemWriter problems) {
        this.guarded = guarded;
        this.tokens = tokens;
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
            caller = presented(request).flatMap(tokens::authenticate).flatMap(BearerTokens::caller);
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

    private static Optional<Caller> caller(TokenView token) {
        return Role.of(token.role()).map(role -> new Caller(token.id(), token.name(), role));
    }
}
