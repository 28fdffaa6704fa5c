package io.tidemark.api.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;

/// Sessions of people who have logged in. They lie in the catalog, so that every API process knows them. A session
/// holds
/// the user's id and nothing of what the user may do, which is looked up with each request.
@Component
public class Sessions {
    private static final String USER = "tidemark.user";

    private final FindByIndexNameSessionRepository<?> repository;
    private final HttpSessionCsrfTokenRepository csrfTokens = new HttpSessionCsrfTokenRepository();
    private final Duration lifetime;
    private final Clock clock;

    Sessions(FindByIndexNameSessionRepository<?> repository, SessionProperties properties, Clock clock) {
        this.repository = repository;
        this.lifetime = properties.lifetime();
        this.clock = clock;
    }

    /// Begins a session, in place of one that the request carried: an id that somebody else may know is of no use.
    public void begin(HttpServletRequest request, HttpServletResponse response, UUID user) {
        end(request);
        HttpSession session = request.getSession(true);
        session.setAttribute(USER, user.toString());
        session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, user.toString());
        csrfTokens.saveToken(csrfTokens.generateToken(request), request, response);
    }

    /// What the request's session asks for when something is to be changed; null without a session.
    public @Nullable CsrfToken csrfToken(HttpServletRequest request) {
        return csrfTokens.loadToken(request);
    }

    HttpSessionCsrfTokenRepository csrfTokens() {
        return csrfTokens;
    }

    /// Ends the request's session, if it carries one.
    public void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /// Ends all sessions of a user, wherever they are.
    public void endAll(UUID user) {
        repository.findByPrincipalName(user.toString()).keySet().forEach(repository::deleteById);
    }

    /// When the request's session ends at the latest; empty when nobody has logged in with it.
    public Optional<Instant> end(HttpSession session) {
        return session.getAttribute(USER) == null
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(session.getCreationTime()).plus(lifetime));
    }

    /// Whether somebody is logged in with this session. To ask does not keep it alive.
    boolean lives(String id) {
        Session session = repository.findById(id);
        return session != null
                && clock.instant().isBefore(session.getCreationTime().plus(lifetime));
    }

    /// The user of the request's session. A session that has lived for too long ends here.
    public Optional<UUID> user(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(USER) instanceof String user)) {
            return Optional.empty();
        }
        if (end(session).filter(clock.instant()::isBefore).isEmpty()) {
            session.invalidate();
            return Optional.empty();
        }
        return Optional.of(UUID.fromString(user));
    }
}
