package io.tidemark.cli.server;

import io.tidemark.cli.terminal.Columns;
import io.tidemark.cli.terminal.Instants;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Shows what a server answered: as it is with `--json`, else the parts that people ask for.
final class Shown {
    private static final JsonMapper JSON = new JsonMapper();

    private Shown() {}

    /// The document, for programs.
    static void document(Terminal terminal, JsonNode body) {
        terminal.document(json -> json.writeRawValue(JSON.writeValueAsString(body)));
    }

    /// A list of documents, for programs.
    static void documents(Terminal terminal, List<JsonNode> bodies) {
        document(terminal, JSON.createArrayNode().addAll(bodies));
    }

    /// A list: a row each for people, the documents for programs.
    ///
    /// @param columns their names, still without rows
    /// @param row the cells of one document
    static Integer table(
            Terminal terminal, List<JsonNode> bodies, Columns columns, Function<JsonNode, List<String>> row) {
        bodies.forEach(body -> columns.add(row.apply(body).toArray(String[]::new)));
        columns.print(terminal);
        documents(terminal, bodies);
        return ExitCode.DONE.number();
    }

    /// All of a document, for whoever asked.
    static Integer whole(Terminal terminal, JsonNode body) {
        fields(terminal, body);
        document(terminal, body);
        return ExitCode.DONE.number();
    }

    /// Says that something is done of which the server tells nothing.
    static Integer done(Terminal terminal, String what) {
        terminal.line(what);
        document(terminal, JSON.createObjectNode());
        return ExitCode.DONE.number();
    }

    /// All of a document for people, a field a line.
    private static void fields(Terminal terminal, JsonNode body) {
        fields(terminal, "", body);
    }

    private static void fields(Terminal terminal, String indent, JsonNode body) {
        for (var field : body.properties()) {
            JsonNode value = field.getValue();
            if (value.isObject()) {
                terminal.line(indent + field.getKey());
                fields(terminal, indent + "  ", value);
            } else if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
                terminal.line(indent + field.getKey());
                for (JsonNode each : value) {
                    terminal.line(indent + "  -");
                    fields(terminal, indent + "    ", each);
                }
            } else if (!value.isNull()) {
                terminal.line(indent + field.getKey() + "  " + words(value));
            }
        }
    }

    private static String words(JsonNode value) {
        return value.isArray()
                ? String.join(", ", value.valueStream().map(JsonNode::asString).toList())
                : value.asString();
    }

    /// A field as text; empty when it is missing or null.
    static String text(JsonNode body, String... path) {
        JsonNode node = body;
        for (String each : path) {
            node = node.path(each);
        }
        return node.isNull() || node.isMissingNode() ? "" : node.asString();
    }

    /// An instant to the second.
    static String time(JsonNode body, String... path) {
        String text = text(body, path);
        return text.isEmpty()
                ? ""
                : Instants.of(Instant.ofEpochSecond(Instant.parse(text).getEpochSecond()));
    }

    static String size(JsonNode body, String... path) {
        String text = text(body, path);
        return text.isEmpty() ? "" : Sizes.of(Long.parseLong(text));
    }

    /// Labels as they are typed.
    static String labels(JsonNode body) {
        return String.join(
                ",",
                body.path("labels")
                        .propertyStream()
                        .map(label -> label.getKey() + "=" + label.getValue().asString())
                        .toList());
    }
}
