package io.tidemark.api.oidc;

import io.tidemark.api.access.LogInByProvider;
import io.tidemark.api.access.ProviderLink;
import io.tidemark.api.access.Sessions;
import io.tidemark.api.audit.StrangersTrail;
import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.audit.AuditCaller;
import io.tidemark.catalog.audit.AuditEvent;
import io.tidemark.catalog.audit.AuditSubject;
import io.tidemark.catalog.audit.AuditTrail;
import io.tidemark.catalog.user.UserView;
import io.tidemark.catalog.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/// Lets people in whom an OpenID provider knows. PKCE, state, nonce and what a token must say to be believed are Spring
/// Security's; who is let in with which role is [AccountRoles]'. Of what the provider sends nothing is kept.
final class OidcLogIn implements LogInByProvider {
    private static final Logger LOG = LoggerFactory.getLogger(OidcLogIn.class);
    private static final String PAGE = "/login";

    private final ClientRegistrationRepository providers;
    private final OAuth2ClientProperties properties;
    private final AccountRoles roles;
    private final Users users;
    private final Sessions sessions;
    private final AuditTrail trail;
    private final StrangersTrail strangers;

    OidcLogIn(
            ClientRegistrationRepository providers,
            OAuth2ClientProperties properties,
            AccountRoles roles,
            Users users,
            Sessions sessions,
            AuditTrail trail,
            StrangersTrail strangers) {
        this.providers = providers;
        this.properties = properties;
        this.roles = roles;
        this.users = users;
        this.sessions = sessions;
        this.trail = trail;
        this.strangers = strangers;
    }

    @Override
    public void addTo(HttpSecurity http) throws Exception {
        http.oauth2Login(login -> login.clientRegistrationRepository(providers)
                .authorizedClientRepository(new NothingKept())
                .authorizationEndpoint(asking -> asking.authorizationRequestRepository(new LogInsUnderWay(sessions)))
                .loginPage(PAGE)
                .successHandler(this::enter)
                .failureHandler(this::refuse)
                .addObjectPostProcessor(new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                    @Override
                    public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
                        filter.setAuthenticationFailureHandler(OidcLogIn.this::unreachable);
                        return filter;
                    }
                }));
    }

    @Override
    public List<ProviderLink> links() {
        return properties.getRegistration().entrySet().stream()
                .map(registration -> new ProviderLink(
                        Objects.requireNonNullElse(registration.getValue().getClientName(), registration.getKey()),
                        OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI + "/"
                                + registration.getKey()))
                .toList();
    }

    private void enter(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        if (!(authentication instanceof OAuth2AuthenticationToken token)
                || !(token.getPrincipal() instanceof OidcUser account)) {
            LOG.warn("A provider did not say who logs in: have openid among the scopes of its registration");
            enterIntoTrail(Refusal.NOT_OPENID, "nobody it named", request);
            sendBack(request, response, Refusal.NOT_OPENID);
            return;
        }
        String who = "account " + account.getSubject() + " of " + account.getIssuer();
        switch (roles.judge(token.getAuthorizedClientRegistrationId(), account)) {
            case AccountRoles.Verdict.Refused(Refusal reason) -> {
                LOG.info("An OpenID provider's {} was refused: {}", who, reason.word());
                enterIntoTrail(reason, who, request);
                sendBack(request, response, reason);
            }
            case AccountRoles.Verdict.Entitled(var entitled) -> {
                try {
                    UserView user = users.enter(entitled);
                    users.loggedIn(user.id());
                    enterIntoTrail(user, request);
                    sessions.begin(request, response, user.id());
                    response.sendRedirect(request.getContextPath() + "/");
                } catch (Conflict disabled) {
                    enterIntoTrail(Refusal.USER_DISABLED, who, request);
                    sendBack(request, response, Refusal.USER_DISABLED);
                }
            }
        }
    }

    private void enterIntoTrail(UserView user, HttpServletRequest request) {
        trail.single(event(
                request,
                new AuditCaller("user", user.id().toString(), user.name()),
                HttpServletResponse.SC_FOUND,
                "role " + user.role() + " from the OpenID provider"));
    }

    /// With the status that a refused log-in with a password has: the browser is sent elsewhere in either case.
    private void enterIntoTrail(Refusal reason, String who, HttpServletRequest request) {
        strangers.refused(
                event(request, null, HttpServletResponse.SC_UNAUTHORIZED, who + " was refused: " + reason.word()));
    }

    private static AuditEvent event(
            HttpServletRequest request, @Nullable AuditCaller caller, int status, String change) {
        return new AuditEvent(
                UUID.randomUUID(),
                "logIn",
                request.getMethod() + " " + request.getRequestURI(),
                new AuditSubject("session", null),
                caller,
                request.getRemoteAddr(),
                status,
                change);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        LOG.info("A log-in with an OpenID provider failed", failure);
        enterIntoTrail(Refusal.FAILED, "a log-in with an OpenID provider", request);
        sendBack(request, response, Refusal.FAILED);
    }

    private void unreachable(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        LOG.warn("An OpenID provider cannot be asked", failure);
        sendBack(request, response, Refusal.PROVIDER_UNREACHABLE);
    }

    private void sendBack(HttpServletRequest request, HttpServletResponse response, Refusal reason) throws IOException {
        sessions.end(request);
        response.sendRedirect(request.getContextPath() + PAGE + "?refused=" + reason.word());
    }
}
