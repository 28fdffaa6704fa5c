package io.tidemark.api.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.tidemark.api.page.SortedBy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/// Says of each list what it can be sorted by.
@Component
class SortDescription implements OperationCustomizer {
    @Override
    public Operation customize(Operation operation, HandlerMethod endpoint) {
        SortedBy sorted = endpoint.getMethodAnnotation(SortedBy.class);
        if (sorted != null) {
            operation.getParameters().stream()
                    .filter(parameter -> parameter.getName().equals("sort"))
                    .forEach(parameter -> describe(parameter.getSchema(), List.of(sorted.value())));
        }
        return operation;
    }

    @SuppressWarnings("unchecked")
    private static void describe(Schema<?> sort, List<String> keys) {
        sort.setMaxLength(null);
        sort.setMinLength(null);
        ((Schema<Object>) sort)
                .setEnum(keys.stream().flatMap(SortDescription::bothWays).toList());
        sort.setDefault(keys.getFirst());
    }

    private static Stream<Object> bothWays(String key) {
        return Arrays.stream(
                key.startsWith("-") ? new Object[] {key, key.substring(1)} : new Object[] {key, "-" + key});
    }
}
