package io.tidemark.api.oidc;

import io.tidemark.api.access.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/// Keeps in a session what was asked of a provider until the browser comes back. Anybody can begin a log-in: sessions
/// of
/// those who do not come back are soon forgotten.
final class LogInsUnderWay implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final AuthorizationRequestRepository<OAuth2AuthorizationRequest> kept =
            new HttpSessionOAuth2AuthorizationRequestRepository();
    private final Sessions sessions;

    LogInsUnderWay(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        return kept.loadAuthorizationRequest(request);
    }

    @Override
    public void saveAuthorizationRequest(
            OAuth2AuthorizationRequest asked, HttpServletRequest request, HttpServletResponse response) {
        kept.saveAuthorizationRequest(asked, request, response);
        HttpSession session = request.getSession(false);
        if (session != null && sessions.end(session).isEmpty()) {
            session.setMaxInactiveInterval((int) PATIENCE.toSeconds());
        }
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        return kept.removeAuthorizationRequest(request, response);
    }
}
