package io.tidemark.api.access;

import io.tidemark.api.problem.ProblemType;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Lets a caller reach an endpoint only with the permission that the endpoint declares, before anything of the request
/// is read. Endpoints of libraries, such as the API's description, are for every caller.
final class DeclaredPermissions implements HandlerInterceptor {
    private static final String OWN_PACKAGES = "io.tidemark.";

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST && handler instanceof HandlerMethod endpoint) {
            check(endpoint);
        }
        return true;
    }

    private static void check(HandlerMethod endpoint) {
        if (endpoint.hasMethodAnnotation(Open.class)) {
            return;
        }
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof Caller caller)) {
            throw ProblemType.UNAUTHORIZED.because("Send an API token as \"Authorization: Bearer tmk_…\", or log in.");
        }
        Requires declared = endpoint.getMethodAnnotation(Requires.class);
        if (declared != null) {
            caller.require(declared.value());
            if (!declared.heedsBounds()) {
                caller.requireNoBounds();
            }
        } else if (endpoint.getBeanType().getName().startsWith(OWN_PACKAGES)) {
            throw ProblemType.FORBIDDEN.because("This endpoint does not say who may call it.");
        }
    }
}
