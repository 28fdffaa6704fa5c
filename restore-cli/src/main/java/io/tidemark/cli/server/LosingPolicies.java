package io.tidemark.cli.server;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The policies that lose a machine when it is removed, disabled ones among them. The server forgets with the machine
/// which these were, so they are asked for before.
///
/// @param coverage what the server tells of each
record LosingPolicies(JsonNode machine, List<JsonNode> coverage) {
    private static final JsonMapper JSON = new JsonMapper();

    LosingPolicies {
        coverage = List.copyOf(coverage);
    }

    static LosingPolicies of(ServerApi api, JsonNode machine) throws CommandFailure, IOException, InterruptedException {
        String path = new Query("machines/" + Shown.text(machine, "id") + "/coverage").path();
        // "how" is told of a disabled policy, too, which covers no machine now but would again.
        return new LosingPolicies(
                machine,
                api.list(path).stream()
                        .filter(each -> each.path("how").isString())
                        .toList());
    }

    /// Names them, a line each or as one document: the machine, and each policy with how it had the machine.
    Integer show(Terminal terminal) {
        coverage.forEach(each -> terminal.line("policy " + Shown.text(each, "policy", "name") + " loses it, which "
                + (Shown.text(each, "how").equals("name") ? "named it" : "selected it by its labels")));
        ObjectNode document = JSON.createObjectNode();
        document.putObject("machine").put("id", Shown.text(machine, "id")).put("name", Shown.text(machine, "name"));
        var policies = document.putArray("policies");
        coverage.forEach(each -> policies.addObject()
                .put("id", Shown.text(each, "policy", "id"))
                .put("name", Shown.text(each, "policy", "name"))
                .put("how", Shown.text(each, "how")));
        Shown.document(terminal, document);
        return ExitCode.DONE.number();
    }
}
