package io.tidemark.api.openapi;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Examples of the bodies of requests and answers by the names of their schemas, written by hand in
/// `openapi-examples.json`.
final class BodyExamples {
    private static final String FILE = "/openapi-examples.json";

    private final Map<String, JsonNode> bySchema;

    private BodyExamples(Map<String, JsonNode> bySchema) {
        this.bySchema = bySchema;
    }

    /// Reads the server's own.
    static BodyExamples read() {
        try (InputStream file = Objects.requireNonNull(BodyExamples.class.getResourceAsStream(FILE), FILE)) {
            return of(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// @throws IOException also when a name is there twice
    static BodyExamples of(InputStream json) throws IOException {
        Map<String, JsonNode> examples = new TreeMap<>();
        Json.mapper()
                .reader(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .readTree(json)
                .properties()
                .forEach(example -> examples.put(example.getKey(), example.getValue()));
        return new BodyExamples(examples);
    }

    /// Makes each example its schema's.
    ///
    /// @throws IllegalStateException when a schema is not there: it was renamed or has gone, and its example is
    ///     to follow
    void putInto(OpenAPI api) {
        Set<String> strays = new TreeSet<>(bySchema.keySet());
        strays.removeAll(api.getComponents().getSchemas().keySet());
        if (!strays.isEmpty()) {
            throw new IllegalStateException(
                    FILE.substring(1) + " has examples of " + strays + ", but the API has no schemas of these names.");
        }
        bySchema.forEach((name, example) ->
                give(Objects.requireNonNull(api.getComponents().getSchemas().get(name), name), example));
    }

    @SuppressWarnings("unchecked")
    private static void give(Schema<?> schema, JsonNode example) {
        ((Schema<Object>) schema).setExamples(List.of(example));
    }
}
