package io.tidemark.api.parameter;

import io.tidemark.api.problem.ProblemType;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses requests whose query has a parameter that the endpoint does not know, which are those that its method
/// declares. Endpoints of libraries, such as the health check, are left alone.
final class KnownParameters implements HandlerInterceptor {
    private static final String OWN_PACKAGES = "io.tidemark.";
    private static final int LONGEST_QUOTE = 40;

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && request.getQueryString() != null
                && handler instanceof HandlerMethod endpoint
                && endpoint.getBeanType().getName().startsWith(OWN_PACKAGES)) {
            Set<String> declared = known.computeIfAbsent(endpoint.getMethod(), KnownParameters::declared);
            asked(request).filter(name -> !declared.contains(name)).findFirst().ifPresent(name -> {
                throw ProblemType.PARAMETER_UNKNOWN.because(refusal(name, declared));
            });
        }
        return true;
    }

    /// The names in the query. Those of a form, which is no body of the API, are none of its parameters.
    private static Stream<String> asked(HttpServletRequest request) {
        // The container refuses here what cannot be decoded.
        if (request.getParameterMap().isEmpty()) {
            return Stream.empty();
        }
        return Arrays.stream(request.getQueryString().split("&", -1))
                .map(parameter -> parameter.split("=", 2)[0])
                .filter(name -> !name.isEmpty())
                .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8));
    }

    private static Set<String> declared(Method method) {
        Set<String> names = Arrays.stream(method.getParameters())
                .flatMap(KnownParameters::names)
                .collect(Collectors.toCollection(TreeSet::new));
        return Collections.unmodifiableSet(names);
    }

    private static Stream<String> names(Parameter parameter) {
        if (parameter.isAnnotationPresent(ParameterObject.class)) {
            return Arrays.stream(parameter.getType().getRecordComponents()).map(RecordComponent::getName);
        }
        RequestParam named = parameter.getAnnotation(RequestParam.class);
        return named == null ? Stream.empty() : Stream.of(named.name().isEmpty() ? parameter.getName() : named.name());
    }

    private static String refusal(String name, Set<String> known) {
        String quoted = name.length() <= LONGEST_QUOTE ? name : name.substring(0, LONGEST_QUOTE) + "…";
        String all = known.isEmpty() ? "It knows none." : "It knows " + String.join(", ", known) + ".";
        return "This path knows no parameter \"" + quoted + "\""
                + Likeness.nearest(name, known)
                        .map(nearest -> "; did you mean \"" + nearest + "\"?")
                        .orElse(".")
                + " " + all;
    }
}
