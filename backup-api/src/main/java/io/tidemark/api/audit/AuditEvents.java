package io.tidemark.api.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.tidemark.catalog.audit.AuditEvent;
import io.tidemark.catalog.audit.AuditSubject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/// Puts into words for the audit trail what request and answer say of themselves.
final class AuditEvents {
    private static final String API = "/api/v1/";

    private AuditEvents() {}

    static AuditEvent begun(AuditNote note, HttpServletRequest request) {
        return event(note, request, subject(note, request), null);
    }

    static AuditEvent ended(AuditNote note, HttpServletRequest request, HttpServletResponse response, int status) {
        String location = response.getHeader(HttpHeaders.LOCATION);
        AuditSubject made = location == null ? null : at(location);
        return event(note, request, made == null ? subject(note, request) : made, status);
    }

    private static AuditEvent event(
            AuditNote note, HttpServletRequest request, @Nullable AuditSubject subject, @Nullable Integer status) {
        return new AuditEvent(
                note.requestId(),
                operation(request),
                request.getMethod() + " " + request.getRequestURI(),
                subject,
                note.caller(),
                request.getRemoteAddr(),
                status,
                note.change());
    }

    private static @Nullable String operation(HttpServletRequest request) {
        if (request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod endpoint) {
            Operation described = endpoint.getMethodAnnotation(Operation.class);
            return described == null || described.operationId().isEmpty()
                    ? endpoint.getMethod().getName()
                    : described.operationId();
        }
        return null;
    }

    private static @Nullable AuditSubject subject(AuditNote note, HttpServletRequest request) {
        if (note.subject() != null) {
            return note.subject();
        }
        if (!(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern)
                || !pattern.startsWith(API)) {
            return null;
        }
        String[] steps = pattern.substring(API.length()).split("/", -1);
        for (int n = 1; n < steps.length; n++) {
            if (steps[n].startsWith("{")) {
                return new AuditSubject(singular(steps[n - 1]), variable(request, steps[n]));
            }
        }
        return new AuditSubject(singular(steps[steps.length - 1]), null);
    }

    private static @Nullable String variable(HttpServletRequest request, String step) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                        && variables.get(step.substring(1, step.length() - 1)) instanceof String value
                ? value
                : null;
    }

    /// What an answer says was made: `/api/v1/machines/4f…` is a machine.
    private static @Nullable AuditSubject at(String location) {
        int last = location.lastIndexOf('/');
        int before = location.lastIndexOf('/', last - 1);
        return location.startsWith(API) && before >= 0
                ? new AuditSubject(singular(location.substring(before + 1, last)), location.substring(last + 1))
                : null;
    }

    static String singular(String plural) {
        if (plural.endsWith("ies")) {
            return plural.substring(0, plural.length() - 3) + "y";
        }
        return plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
    }
}
