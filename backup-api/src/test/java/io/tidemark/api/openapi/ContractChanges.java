package io.tidemark.api.openapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Finds what a client of an older description of the API would trip over. Written here because the libraries that
/// compare
/// descriptions miss changes of types in OpenAPI 3.1, where a type is a list.
///
/// What a client sends may only become freer: nothing is taken away, required, or narrowed. What it is answered may
/// only
/// become more: nothing goes, may be missing, or has another type. New words of an enumeration in answers are allowed,
/// and
/// clients are told so.
final class ContractChanges {
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    private enum Direction {
        SENT,
        ANSWERED
    }

    private final JsonNode before;
    private final JsonNode after;
    private final List<String> breaking = new ArrayList<>();
    private final Set<String> compared = new HashSet<>();

    private ContractChanges(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
    }

    /// All changes from one description to another that break a client, a line each.
    static List<String> breaking(JsonNode before, JsonNode after) {
        ContractChanges changes = new ContractChanges(before, after);
        before.path("paths").properties().forEach(path -> {
            for (String method : METHODS) {
                JsonNode operation = path.getValue().path(method);
                if (!operation.isMissingNode()) {
                    changes.operation(
                            method.toUpperCase(Locale.ROOT) + " " + path.getKey(),
                            operation,
                            after.path("paths").path(path.getKey()).path(method));
                }
            }
        });
        return List.copyOf(changes.breaking);
    }

    private void operation(String where, JsonNode old, JsonNode now) {
        if (now.isMissingNode()) {
            breaking.add(where + " is gone");
            return;
        }
        parameters(where, old.path("parameters"), now.path("parameters"));
        JsonNode oldBody = old.at("/requestBody/content/application~1json/schema");
        JsonNode newBody = now.at("/requestBody/content/application~1json/schema");
        if (oldBody.isMissingNode() && now.at("/requestBody/required").asBoolean(false)) {
            breaking.add(where + " needs a body now");
        }
        schema(where + " body", oldBody, newBody, Direction.SENT);
        old.path("responses").properties().forEach(response -> {
            if (response.getKey().startsWith("2")) {
                JsonNode answer = now.path("responses").path(response.getKey());
                if (answer.isMissingNode()) {
                    breaking.add(where + " answers " + response.getKey() + " no more");
                }
                schema(
                        where + " " + response.getKey(),
                        response.getValue().at("/content/application~1json/schema"),
                        answer.at("/content/application~1json/schema"),
                        Direction.ANSWERED);
            }
        });
    }

    private void parameters(String where, JsonNode old, JsonNode now) {
        for (JsonNode parameter : now) {
            JsonNode known = named(old, parameter);
            if (parameter.path("required").asBoolean(false)
                    && !known.path("required").asBoolean(false)) {
                breaking.add(
                        where + " needs parameter " + parameter.path("name").asString() + " now");
            }
        }
        for (JsonNode parameter : old) {
            String name = where + " parameter " + parameter.path("name").asString();
            JsonNode kept = named(now, parameter);
            if (kept.isMissingNode()) {
                breaking.add(name + " is gone");
            } else {
                schema(name, parameter.path("schema"), kept.path("schema"), Direction.SENT);
            }
        }
    }

    private static JsonNode named(JsonNode parameters, JsonNode like) {
        return parameters
                .valueStream()
                .filter(each -> each.path("name").equals(like.path("name"))
                        && each.path("in").equals(like.path("in")))
                .findFirst()
                .orElseGet(() -> like.path("none"));
    }

    private void schema(String where, JsonNode oldOrReference, JsonNode nowOrReference, Direction direction) {
        if (oldOrReference.isMissingNode() || nowOrReference.isMissingNode()) {
            if (!oldOrReference.isMissingNode()) {
                breaking.add(where + " is gone");
            }
            return;
        }
        String names = oldOrReference.path("$ref").asString("")
                + nowOrReference.path("$ref").asString("");
        if (!names.isEmpty() && !compared.add(direction + names)) {
            return;
        }
        JsonNode old = resolved(before, oldOrReference);
        JsonNode now = resolved(after, nowOrReference);
        types(where, old, now, direction);
        words(where, old, now, direction);
        if (direction == Direction.SENT) {
            bounds(where, old, now);
        }
        properties(where, old, now, direction);
        schema(where + "[]", old.path("items"), now.path("items"), direction);
        alternatives(where, old, now, direction);
    }

    private void types(String where, JsonNode old, JsonNode now, Direction direction) {
        Set<String> was = types(before, old);
        Set<String> is = types(after, now);
        boolean fits = was.isEmpty()
                || is.isEmpty()
                || (direction == Direction.SENT ? is.containsAll(was) : was.containsAll(is));
        if (!fits) {
            breaking.add(where + " was of type " + was + " and is " + is);
        }
    }

    /// The types that a schema lets through, in whichever way it says so.
    private static Set<String> types(JsonNode description, JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
        }
        if (type.isString()) {
            return Set.of(type.asString());
        }
        return options(schema)
                .flatMap(option -> types(description, resolved(description, option)).stream())
                .collect(Collectors.toSet());
    }

    private void words(String where, JsonNode old, JsonNode now, Direction direction) {
        Set<JsonNode> is = now.path("enum").valueStream().collect(Collectors.toSet());
        if (direction == Direction.SENT && !is.isEmpty()) {
            if (old.path("enum").isMissingNode()) {
                breaking.add(where + " takes nothing but " + is + " now");
            }
            old.path("enum")
                    .valueStream()
                    .filter(word -> !is.contains(word))
                    .forEach(word -> breaking.add(where + " takes " + word + " no more"));
        }
    }

    private void bounds(String where, JsonNode old, JsonNode now) {
        for (String most : List.of("maxLength", "maximum", "maxItems", "maxProperties")) {
            if (now.has(most)
                    && (!old.has(most)
                            || now.path(most).asLong() < old.path(most).asLong())) {
                breaking.add(where + " is bounded more tightly: " + most + " " + now.path(most));
            }
        }
        for (String least : List.of("minLength", "minimum", "minItems")) {
            if (now.has(least) && now.path(least).asLong() > old.path(least).asLong(Long.MIN_VALUE)) {
                breaking.add(where + " is bounded more tightly: " + least + " " + now.path(least));
            }
        }
        if (now.has("pattern") && !now.path("pattern").equals(old.path("pattern"))) {
            breaking.add(where + " has another pattern: " + now.path("pattern"));
        }
    }

    private void properties(String where, JsonNode old, JsonNode now, Direction direction) {
        Set<String> required = words(now.path("required"));
        for (var property : old.path("properties").properties()) {
            String name = where + "." + property.getKey();
            JsonNode kept = now.path("properties").path(property.getKey());
            if (kept.isMissingNode()) {
                breaking.add(name + " is gone");
                continue;
            }
            if (direction == Direction.ANSWERED
                    && words(old.path("required")).contains(property.getKey())
                    && !required.contains(property.getKey())) {
                breaking.add(name + " may be missing now");
            }
            schema(name, property.getValue(), kept, direction);
        }
        if (direction == Direction.SENT) {
            required.stream()
                    .filter(name -> !words(old.path("required")).contains(name))
                    .forEach(name -> breaking.add(where + "." + name + " is required now"));
        }
    }

    /// Alternatives are compared in their order, which their declaration gives.
    private void alternatives(String where, JsonNode old, JsonNode now, Direction direction) {
        List<JsonNode> was = options(old).toList();
        List<JsonNode> is = options(now).toList();
        for (int n = 0; n < Math.min(was.size(), is.size()); n++) {
            schema(where, was.get(n), is.get(n), direction);
        }
        if (direction == Direction.SENT && is.size() < was.size()) {
            breaking.add(where + " has fewer alternatives");
        }
    }

    private static Stream<JsonNode> options(JsonNode schema) {
        return Stream.of("anyOf", "oneOf", "allOf")
                .flatMap(word -> schema.path(word).valueStream());
    }

    private static Set<String> words(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
    }

    private static JsonNode resolved(JsonNode description, JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : description.at(reference.substring(1));
    }
}
