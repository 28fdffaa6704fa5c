package io.tidemark.api.openapi;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the API's description says of bodies.
final class Description {
    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonNode api;
    private final JsonNode strict;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    Description(JsonNode api) {
        this.api = api;
        this.strict = api.path("components").deepCopy();
        for (JsonNode schema : strict.path("schemas")) {
            if (schema.has("properties") && schema instanceof ObjectNode object) {
                object.put("additionalProperties", false);
            }
        }
    }

    /// The examples that a schema has.
    JsonNode examples(String schema) {
        return api.path("components").path("schemas").path(schema).path("examples");
    }

    /// What is wrong with a value by its schema, which allows of no properties but those that it names, nor do those
    /// within it.
    List<String> faults(String schema, JsonNode value) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$ref", SCHEMAS + schema);
        root.set("components", strict);
        return registry.getSchema(root).validate(value).stream()
                .map(Object::toString)
                .toList();
    }

    /// Names of the schemas of all requests.
    Set<String> requests() {
        Set<String> names = new TreeSet<>();
        for (JsonNode path : api.path("paths")) {
            for (JsonNode operation : path) {
                add(operation.path("requestBody"), names);
            }
        }
        return names;
    }

    /// Names of the schemas of what answers with good news hold: of a page, that of its items.
    Set<String> answers() {
        Set<String> names = new TreeSet<>();
        for (JsonNode path : api.path("paths")) {
            for (JsonNode operation : path) {
                for (Map.Entry<String, JsonNode> answer :
                        operation.path("responses").properties()) {
                    if (answer.getKey().startsWith("2")) {
                        add(answer.getValue(), names);
                    }
                }
            }
        }
        return names;
    }

    private void add(JsonNode body, Set<String> names) {
        for (JsonNode type : body.path("content")) {
            String reference = type.path("schema").path("$ref").asString("");
            if (reference.startsWith(SCHEMAS)) {
                names.add(itemOrItself(reference.substring(SCHEMAS.length())));
            }
        }
    }

    private String itemOrItself(String schema) {
        JsonNode fields = api.path("components").path("schemas").path(schema).path("properties");
        return fields.has("nextCursor")
                ? fields.at("/items/items/$ref").asString().substring(SCHEMAS.length())
                : schema;
    }
}
