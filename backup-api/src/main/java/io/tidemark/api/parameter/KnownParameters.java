package io.tidemark.api.parameter;

import io.tidemark.api.problem.FieldsException;
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
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses requests whose query has a parameter that the endpoint does not know: it knows those that its method
/// declares. It also refuses one that is given without a value, and one given more than once that is no list: which of
/// the values counts would be a guess. Endpoints of libraries, such as the health check, are left alone.
final class KnownParameters implements HandlerInterceptor {
    private static final String OWN_PACKAGES = "io.tidemark.";
    private static final int LONGEST_QUOTE = 40;

    /// For each endpoint its parameters, and whether each is a list.
    private final Map<Method, SortedMap<String, Boolean>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && request.getQueryString() != null
                && handler instanceof HandlerMethod endpoint
                && endpoint.getBeanType().getName().startsWith(OWN_PACKAGES)) {
            check(asked(request), known.computeIfAbsent(endpoint.getMethod(), KnownParameters::declared));
        }
        return true;
    }

    private static void check(List<Asked> asked, SortedMap<String, Boolean> declared) {
        for (Asked one : asked) {
            if (!declared.containsKey(one.name())) {
                throw ProblemType.PARAMETER_UNKNOWN.because(refusal(one.name(), declared.keySet()));
            }
        }
        for (Asked one : asked) {
            if (one.empty()) {
                throw new FieldsException(one.name(), "must not be empty: give a value, or leave it out");
            }
        }
        Map<String, Long> times =
                asked.stream().collect(Collectors.groupingBy(Asked::name, TreeMap::new, Collectors.counting()));
        times.forEach((name, found) -> {
            if (found > 1 && !declared.getOrDefault(name, true)) {
                throw new FieldsException(name, "must be given once, found " + found + " times");
            }
        });
    }

    /// What is in the query. What is in a form, which is no body of the API, is none of its parameters.
    private static List<Asked> asked(HttpServletRequest request) {
        // The container refuses here what cannot be decoded.
        if (request.getParameterMap().isEmpty()) {
            return List.of();
        }
        return Arrays.stream(request.getQueryString().split("&", -1))
                .map(parameter -> parameter.split("=", 2))
                .filter(parts -> !parts[0].isEmpty())
                .map(parts -> new Asked(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8), parts.length == 1 || parts[1].isEmpty()))
                .toList();
    }

    private static SortedMap<String, Boolean> declared(Method method) {
        SortedMap<String, Boolean> names = new TreeMap<>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(ParameterObject.class)) {
                for (RecordComponent component : parameter.getType().getRecordComponents()) {
                    names.put(component.getName(), isList(component.getType()));
                }
            }
            RequestParam named = parameter.getAnnotation(RequestParam.class);
            if (named != null) {
                names.put(named.name().isEmpty() ? parameter.getName() : named.name(), isList(parameter.getType()));
            }
        }
        return Collections.unmodifiableSortedMap(names);
    }

    private static boolean isList(Class<?> type) {
        return type.isArray() || Collection.class.isAssignableFrom(type);
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

    /// A parameter as it stands in the query.
    ///
    /// @param empty  whether it has no value
    private record Asked(String name, boolean empty) {}
}
