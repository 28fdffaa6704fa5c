package io.tidemark.api.audit;

import io.tidemark.catalog.audit.AuditEvent;
import io.tidemark.catalog.audit.AuditTrail;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/// Enters into the audit trail how every request ended that may change something, be it that the rules of
/// access, which are behind this filter, refused it. The answer, which is short, is held back until then:
/// whoever has it finds it in the trail. Requests without a caller are strangers': what is refused to them
/// is entered within a budget, as whoever reaches the port could fill the database otherwise.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class AuditFilter extends OncePerRequestFilter {
    static final String REQUEST_ID = "X-Request-Id";

    private static final Logger LOG = LoggerFactory.getLogger(AuditFilter.class);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final int FAILED = 500;

    private final AuditTrail trail;
    private final StrangersTrail strangers;

    AuditFilter(AuditTrail trail, StrangersTrail strangers) {
        this.trail = trail;
        this.strangers = strangers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return READING.contains(request.getMethod()) || !request.getRequestURI().startsWith("/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        AuditNote note = AuditNote.open(request);
        response.setHeader(REQUEST_ID, note.requestId().toString());
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        boolean answered = false;
        try {
            chain.doFilter(request, answer);
            answered = true;
        } finally {
            end(note, AuditEvents.ended(note, request, answer, answered ? answer.getStatus() : FAILED));
            answer.copyBodyToResponse();
        }
    }

    /// What has happened has happened: when its outcome cannot be entered, the entry that it began remains.
    private void end(AuditNote note, AuditEvent event) {
        try {
            Long begun = note.begun();
            if (begun != null) {
                trail.ended(begun, event);
            } else if (event.caller() != null || !refused(event)) {
                trail.single(event);
            } else {
                strangers.refused(event);
            }
        } catch (RuntimeException unwritten) {
            LOG.error("Not in the audit trail: how a request ended, {}", event, unwritten);
        }
    }

    private static boolean refused(AuditEvent event) {
        return event.status() == null || event.status() >= 400;
    }
}
