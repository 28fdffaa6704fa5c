package io.tidemark.api.audit;

import io.tidemark.api.access.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Notes who asks, as soon as the rules of access have let a request pass; after it they forget the caller
/// again.
@Component
@Order(AuditCallerFilter.AFTER_ACCESS)
class AuditCallerFilter extends OncePerRequestFilter {
    /// Spring Boot puts the filters of access at -100.
    static final int AFTER_ACCESS = -90;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        AuditNote.of(request).ifPresent(AuditCallerFilter::note);
        chain.doFilter(request, response);
    }

    private static void note(AuditNote note) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
            note.caller(caller);
        }
    }
}
