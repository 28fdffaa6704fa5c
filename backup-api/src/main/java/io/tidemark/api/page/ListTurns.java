package io.tidemark.api.page;

import io.tidemark.api.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/// Lets no more lists be worked out at once than there are processors and one; others wait for their turn, in the
/// order they came. Lists are what the server does most and takes most: all at once, each of them is slowed by all
/// others, and some by far.
///
/// A turn is over when the page is known. Whoever reads it slowly keeps nobody waiting.
@ControllerAdvice
class ListTurns implements HandlerInterceptor, ResponseBodyAdvice<Object>, WebMvcConfigurer {
    private static final String TURN = ListTurns.class.getName();

    /// As long as a request waits for a connection to the database.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Semaphore turns;
    private final Duration patience;

    @Autowired
    ListTurns() {
        this(Runtime.getRuntime().availableProcessors() + 1, PATIENCE);
    }

    ListTurns(int atOnce, Duration patience) {
        this.turns = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /// After all other interceptors: nobody waits for a list who may not see it.
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).order(Ordered.LOWEST_PRECEDENCE);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws InterruptedException {
        if (handler instanceof HandlerMethod endpoint && endpoint.hasMethodAnnotation(SortedBy.class)) {
            if (!turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ProblemType.CATALOG_UNAVAILABLE.because(
                        "The lists that were asked for before this one are not done after " + patience.toSeconds()
                                + " seconds. Try again; see whether PostgreSQL keeps up.");
            }
            request.setAttribute(TURN, TURN);
        }
        return true;
    }

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (request.getAttributes().remove(TURN) != null) {
            turns.release();
        }
        return body;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (request.getAttribute(TURN) != null) {
            request.removeAttribute(TURN);
            turns.release();
        }
    }
}
