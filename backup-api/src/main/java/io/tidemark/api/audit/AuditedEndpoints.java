package io.tidemark.api.audit;

import io.tidemark.catalog.audit.AuditTrail;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ServletInvocableHandlerMethod;
import tools.jackson.databind.json.JsonMapper;

/// Lets Spring call every endpoint by way of [AuditedInvocation].
@Component
class AuditedEndpoints implements WebMvcRegistrations {
    private final ObjectProvider<AuditTrail> trail;
    private final ObjectProvider<JsonMapper> json;

    AuditedEndpoints(ObjectProvider<AuditTrail> trail, ObjectProvider<JsonMapper> json) {
        this.trail = trail;
        this.json = json;
    }

    @Override
    public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
        return new RequestMappingHandlerAdapter() {
            @Override
            protected ServletInvocableHandlerMethod createInvocableHandlerMethod(HandlerMethod endpoint) {
                return new AuditedInvocation(endpoint, trail.getObject(), json.getObject());
            }
        };
    }
}
