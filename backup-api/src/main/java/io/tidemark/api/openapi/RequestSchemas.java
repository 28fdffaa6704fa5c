package io.tidemark.api.openapi;

import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// What may be null in a request may as well be left out; in an answer it is always there. A record that is part of
/// both is described twice, as `RetentionRules` in answers and as `RetentionRulesInput` in requests.
final class RequestSchemas {
    private static final String VIEW = "View";
    private static final String INPUT = "Input";

    private final Map<String, Schema<?>> schemas = new HashMap<>();
    private final Map<String, String> namesInRequests = new HashMap<>();
    private final Set<String> inAnswers;
    private final OpenAPI api;

    private RequestSchemas(OpenAPI api) {
        this.api = api;
        api.getComponents().getSchemas().forEach(schemas::put);
        this.inAnswers = reachable(operations(api)
                .flatMap(operation -> operation.getResponses().values().stream())
                .flatMap(answer -> bodies(answer.getContent()))
                .toList());
    }

    /// Describes the bodies of all requests of the API so.
    static void describe(OpenAPI api) {
        RequestSchemas all = new RequestSchemas(api);
        operations(api)
                .filter(operation -> operation.getRequestBody() != null)
                .flatMap(operation -> bodies(operation.getRequestBody().getContent()))
                .toList()
                .forEach(all::letNullsBeLeftOut);
    }

    /// Takes what may be null off the list of what is required.
    static void letOwnNullsBeLeftOut(Schema<?> schema) {
        if (schema.getProperties() != null && schema.getRequired() != null) {
            schema.getProperties().forEach((name, property) -> {
                if (RecordSchemas.isNullable(property)) {
                    schema.getRequired().remove(name);
                }
            });
        }
    }

    private void letNullsBeLeftOut(Schema<?> schema) {
        if (schema.get$ref() != null) {
            schema.set$ref(Components.COMPONENTS_SCHEMAS_REF + inRequests(name(schema)));
        }
        letOwnNullsBeLeftOut(schema);
        parts(schema).forEach(this::letNullsBeLeftOut);
    }

    /// The name of a schema as requests have it.
    private String inRequests(String name) {
        String present = namesInRequests.get(name);
        if (present != null) {
            return present;
        }
        Schema<?> own = schema(name);
        String chosen = name;
        if (inAnswers.contains(name)) {
            if (!mayBeShorter(own)) {
                namesInRequests.put(name, name);
                return name;
            }
            chosen = (name.endsWith(VIEW) ? name.substring(0, name.length() - VIEW.length()) : name) + INPUT;
            own = AnnotationsUtils.clone(own, true);
            api.getComponents().addSchemas(chosen, own);
        }
        namesInRequests.put(name, chosen);
        letNullsBeLeftOut(own);
        return chosen;
    }

    /// Whether something in it, however deep, may be left out of a request.
    private boolean mayBeShorter(Schema<?> schema) {
        List<Schema<?>> all = new ArrayList<>(List.of(schema));
        reachable(List.of(schema)).forEach(name -> all.add(schema(name)));
        return all.stream()
                .filter(each -> each.getProperties() != null)
                .flatMap(each -> each.getProperties().values().stream())
                .anyMatch(RecordSchemas::isNullable);
    }

    /// The names of all schemas that others refer to, and so on.
    private Set<String> reachable(Collection<Schema<?>> roots) {
        Set<String> names = new HashSet<>();
        Deque<Schema<?>> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            Schema<?> schema = open.pop();
            if (schema.get$ref() != null && names.add(name(schema))) {
                open.push(schema(name(schema)));
            }
            parts(schema).forEach(open::push);
        }
        return names;
    }

    private static Stream<Schema<?>> parts(Schema<?> schema) {
        List<Schema<?>> parts = new ArrayList<>();
        if (schema.getItems() != null) {
            parts.add(schema.getItems());
        }
        if (schema.getOneOf() != null) {
            parts.addAll(schemas(schema.getOneOf()));
        }
        if (schema.getAnyOf() != null) {
            parts.addAll(schemas(schema.getAnyOf()));
        }
        if (schema.getAllOf() != null) {
            parts.addAll(schemas(schema.getAllOf()));
        }
        if (schema.getProperties() != null) {
            parts.addAll(schemas(schema.getProperties().values()));
        }
        return parts.stream();
    }

    /// The library's collections have raw types.
    @SuppressWarnings("rawtypes")
    private static List<Schema<?>> schemas(Collection<? extends Schema> raw) {
        List<Schema<?>> schemas = new ArrayList<>();
        for (Schema<?> schema : raw) {
            schemas.add(schema);
        }
        return schemas;
    }

    private static Stream<Operation> operations(OpenAPI api) {
        return api.getPaths().values().stream().flatMap(path -> path.readOperations().stream());
    }

    private static Stream<Schema<?>> bodies(Content content) {
        List<Schema<?>> bodies = new ArrayList<>();
        if (content != null) {
            for (MediaType body : content.values()) {
                Schema<?> schema = body.getSchema();
                if (schema != null) {
                    bodies.add(schema);
                }
            }
        }
        return bodies.stream();
    }

    private Schema<?> schema(String name) {
        return Objects.requireNonNull(schemas.get(name), name);
    }

    private static String name(Schema<?> reference) {
        return reference.get$ref().substring(Components.COMPONENTS_SCHEMAS_REF.length());
    }
}
