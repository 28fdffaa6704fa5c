package io.tidemark.api.audit;

import io.tidemark.catalog.audit.AuditTrail;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.ServletInvocableHandlerMethod;
import tools.jackson.databind.json.JsonMapper;

/// Calls an endpoint. One that may change something is entered into the audit trail first, at the last
/// moment: the caller is permitted, the body is read, all values are as they must be. When that entry
/// cannot be written the endpoint is not called.
final class AuditedInvocation extends ServletInvocableHandlerMethod {
    private final AuditTrail trail;
    private final JsonMapper json;

    AuditedInvocation(HandlerMethod endpoint, AuditTrail trail, JsonMapper json) {
        super(endpoint);
        this.trail = trail;
        this.json = json;
    }

    @Override
    protected @Nullable Object doInvoke(@Nullable Object... arguments) throws Exception {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
            Optional<AuditNote> note = AuditNote.of(attributes.getRequest());
            if (note.isPresent()) {
                begin(note.get(), attributes, arguments);
            }
        }
        return super.doInvoke(arguments);
    }

    private void begin(AuditNote note, ServletRequestAttributes attributes, @Nullable Object... arguments) {
        String asked = asked(arguments);
        if (asked != null && note.change() == null) {
            note.change(asked);
        }
        // Without a caller it can only be a log-in, which is entered when it is over.
        if (note.caller() != null) {
            note.begun(trail.begun(AuditEvents.begun(note, attributes.getRequest())));
        }
    }

    private @Nullable String asked(@Nullable Object... arguments) {
        for (MethodParameter parameter : getMethodParameters()) {
            Object body = arguments[parameter.getParameterIndex()];
            if (body != null && parameter.hasParameterAnnotation(RequestBody.class)) {
                return said(body);
            }
        }
        return null;
    }

    private @Nullable String said(Object body) {
        if (body instanceof AuditedInPart some) {
            return json.writeValueAsString(some.audited());
        }
        return body.getClass().isAnnotationPresent(Audited.class) ? json.writeValueAsString(body) : null;
    }
}
