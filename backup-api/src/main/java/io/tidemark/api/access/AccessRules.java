package io.tidemark.api.access;

import io.tidemark.api.problem.ProblemType;
import io.tidemark.api.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import java.time.Instant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Everything under `/api` but the health check needs a valid token; the dashboard's files, all there is elsewhere, are
/// for everybody, and read only. There are no sessions and no cookies, hence nothing a foreign page could ride on.
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

    @Bean
    SecurityFilterChain requireTokens(HttpSecurity http, Callers callers, ProblemWriter problems) throws Exception {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        RequestMatcher guarded =
                new AndRequestMatcher(paths.matcher(API), new NegatedRequestMatcher(paths.matcher(HEALTH)));
        return http.csrf(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
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
                .addFilterBefore(new BearerTokens(guarded, callers, problems), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .requestMatchers(paths.matcher(HEALTH))
                                .permitAll()
                                .requestMatchers(paths.matcher(API))
                                .authenticated()
                                .anyRequest()
                                .permitAll())
                .exceptionHandling(failures -> failures.authenticationEntryPoint(askForCaller(problems))
                        .accessDeniedHandler(refuse(problems)))
                .build();
    }

    private static AuthenticationEntryPoint askForCaller(ProblemWriter problems) {
        return (request, response, failure) -> {
            if (request.getAttribute(BearerTokens.EXPIRED_AT) instanceof Instant expiry) {
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
        return (request, response, failure) ->
                problems.write(ProblemType.FORBIDDEN, "The caller's role does not permit this.", request, response);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new DeclaredPermissions()).addPathPatterns(API);
    }
}
