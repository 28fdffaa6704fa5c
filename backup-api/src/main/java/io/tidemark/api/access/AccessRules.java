package io.tidemark.api.access;

import io.tidemark.api.problem.ProblemType;
import io.tidemark.api.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Everything under `/api` needs a caller, but for the health check and logging in; the dashboard's files, all there is
/// elsewhere, are for everybody, and read only. What somebody asks for who has logged in must, where it changes
/// anything,
/// carry the session's CSRF token: no foreign page knows it. A bearer token is sent by no browser unasked and needs
/// none.
@Configuration(proxyBeanMethods = false)
class AccessRules implements WebMvcConfigurer {
    /// The dashboard loads nothing from elsewhere. Its component library writes style elements, so inline styles are
    /// let through; scripts are not.
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                    + "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
                    + "form-action 'none'; frame-ancestors 'none'";

    private static final String CHALLENGE = "Bearer realm=\"tidemark\"";
    private static final String API = "/api/**";
    private static final String HEALTH = "/api/v1/health/**";
    private static final String LOG_IN = "/api/v1/session";
    private static final String WAYS_IN = "/api/v1/session/ways";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Bean
    SecurityFilterChain requireCallers(
            HttpSecurity http,
            Callers callers,
            Sessions sessions,
            ProblemWriter problems,
            ObjectProvider<LogInByProvider> logInByProvider)
            throws Exception {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        RequestMatcher open = new OrRequestMatcher(
                paths.matcher(HEALTH), paths.matcher(HttpMethod.POST, LOG_IN), paths.matcher(HttpMethod.GET, WAYS_IN));
        RequestMatcher guarded = new AndRequestMatcher(paths.matcher(API), new NegatedRequestMatcher(open));
        for (LogInByProvider provider : logInByProvider) {
            provider.addTo(http);
        }
        return http.csrf(csrf -> csrf.csrfTokenRepository(sessions.csrfTokens())
                        .csrfTokenRequestHandler(new CsrfTokenByHeader())
                        .requireCsrfProtectionMatcher(AccessRules::isChangeByCookie))
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                // A caller is looked up for each request and kept for it alone. Spring's own handling of sessions would
                // take each look-up for a log-in and give the session another id.
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .sessionManagement(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .permissionsPolicyHeader(
                                policy -> policy.policy("camera=(), geolocation=(), microphone=(), payment=()"))
                        .cacheControl(caching -> caching.disable())
                        .addHeaderWriter((request, response) -> {
                            if (paths.matcher(API).matches(request)) {
                                response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                            }
                        }))
                .addFilterBefore(new IdentifyCallers(guarded, callers, sessions, problems), CsrfFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .requestMatchers(open)
                                .permitAll()
                                .requestMatchers(paths.matcher(API))
                                .authenticated()
                                .anyRequest()
                                .permitAll())
                .exceptionHandling(failures -> failures.authenticationEntryPoint(askForCaller(problems))
                        .accessDeniedHandler(refuse(problems)))
                .build();
    }

    /// No text that is asked for has a NUL, which the database cannot take.
    @Bean
    HttpFirewall refuseNuls() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedParameterValues(value -> value.indexOf('\0') < 0);
        return firewall;
    }

    private static AuthenticationEntryPoint askForCaller(ProblemWriter problems) {
        return (request, response, failure) -> {
            if (request.getAttribute(IdentifyCallers.EXPIRED_AT) instanceof Instant expiry) {
                response.setHeader(
                        HttpHeaders.WWW_AUTHENTICATE,
                        CHALLENGE + ", error=\"invalid_token\", error_description=\"The token expired at " + expiry
                                + "\"");
                problems.write(
                        ProblemType.TOKEN_EXPIRED,
                        "The token expired at " + expiry + ". Make another.",
                        request,
                        response);
                return;
            }
            boolean presented = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
            response.setHeader(
                    HttpHeaders.WWW_AUTHENTICATE, presented ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE);
            problems.write(
                    ProblemType.UNAUTHORIZED,
                    presented
                            ? "The API token is not valid: it was revoked, or mistyped, or its owner is disabled or may"
                                    + " no longer do what it may."
                            : "Send an API token as \"Authorization: Bearer tmk_…\", or log in.",
                    request,
                    response);
        };
    }

    private static AccessDeniedHandler refuse(ProblemWriter problems) {
        return (request, response, failure) -> {
            if (failure instanceof CsrfException) {
                problems.write(
                        ProblemType.CSRF_TOKEN_MISSING,
                        "Send the CSRF token of the session, which GET /api/v1/session tells, in the header it names.",
                        request,
                        response);
            } else {
                problems.write(ProblemType.FORBIDDEN, "The caller's role does not permit this.", request, response);
            }
        };
    }

    private static boolean isChangeByCookie(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod()) && IdentifyCallers.cameByCookie();
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new DeclaredPermissions()).addPathPatterns(API);
    }
}
