package io.tidemark.cli.server;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.engine.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// Finds what people call by name. The API knows ids.
///
/// @param collection where they are listed, such as `machines`
/// @param word one of them, such as `machine`
record Things(String collection, String word) {
    private static final int LONGEST_PART = 100;

    static final Things MACHINES = new Things("machines", "machine");
    static final Things POLICIES = new Things("policies", "policy");
    static final Things REPOSITORIES = new Things("repositories", "repository");
    static final Things TOKENS = new Things("tokens", "token");
    static final Things USERS = new Things("users", "user");

    /// The id of what `name` names; an id is its own name.
    ///
    /// @throws CommandFailure `machine-missing` and the like
    String id(ServerApi api, String name) throws CommandFailure, IOException, InterruptedException {
        if (isId(name)) {
            return name;
        }
        return named(api, name).path("id").asString();
    }

    /// The document of what `name` names, or has as its id.
    JsonNode get(ServerApi api, String name) throws CommandFailure, IOException, InterruptedException {
        return api.get(collection + "/" + id(api, name)).body();
    }

    private JsonNode named(ServerApi api, String name) throws CommandFailure, IOException, InterruptedException {
        String part = name.length() <= LONGEST_PART ? name : name.substring(0, LONGEST_PART);
        String path = new Query(collection).with("name", part).path();
        List<JsonNode> found = api.list(path).stream()
                .filter(each -> each.path("name").asString().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.MISSING,
                    word + "-missing",
                    "The server knows no " + word + " \"" + name + "\". \"tidemark " + word + " list\" names all.");
        }
        return found.getFirst();
    }

    private static boolean isId(String name) {
        if (name.length() != 36) {
            return false;
        }
        try {
            UUID.fromString(name);
            return true;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }
}
