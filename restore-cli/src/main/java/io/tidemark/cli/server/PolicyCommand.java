package io.tidemark.cli.server;

import io.tidemark.cli.terminal.Columns;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `tidemark policy`: when machines are backed up, and what is kept of them.
@Command(
        name = "policy",
        synopsisSubcommandLabel = "COMMAND",
        description = "Policies of a server: schedules, retention and options, applied to machines.")
public final class PolicyCommand extends ServerGroup {
    /// What a definition does not have: the server makes these.
    private static final List<String> OF_THE_SERVER = List.of("id", "createdAt", "nextFireTimes");

    private static final JsonMapper JSON = new JsonMapper();

    public PolicyCommand(Terminal terminal) {
        super(terminal);
    }

    @Command(name = "list", description = "List policies by name, with the next time each fires.")
    Integer list(@Mixin ServerOptions options) throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return Shown.table(
                    terminal(),
                    api.list(new Query("policies").path()),
                    new Columns("NAME", "REPOSITORY", "CRON", "TIME ZONE", "NEXT"),
                    policy -> List.of(
                            Shown.text(policy, "name"),
                            Shown.text(policy, "repository", "name"),
                            Shown.text(policy, "cron"),
                            Shown.text(policy, "timeZone"),
                            policy.path("enabled").asBoolean()
                                    ? policy.path("nextFireTimes").path(0).asString("")
                                    : "disabled"));
        }
    }

    @Command(name = "show", description = "Show a policy, with the next five times it fires.")
    Integer show(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "POLICY", description = "Its name or id.") String name)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return Shown.whole(terminal(), Things.POLICIES.get(api, name));
        }
    }

    @Command(
            name = "apply",
            description = {
                "Create a policy, or change the one of the same name.",
                "",
                "FILE is its definition in JSON, as the REST API takes it; \"repository\" and \"machines\" may be names"
                        + " instead of ids. What \"policy show --json\" prints can be changed and applied."
            })
    Integer apply(
            @Mixin ServerOptions options, @Parameters(paramLabel = "FILE", description = "The definition.") Path file)
            throws CommandFailure, IOException, InterruptedException {
        ObjectNode definition = read(file);
        try (ServerApi api = options.open(terminal())) {
            OF_THE_SERVER.forEach(definition::remove);
            definition.put("repository", Things.REPOSITORIES.id(api, called(definition.path("repository"))));
            var machines = JSON.createArrayNode();
            for (JsonNode machine : definition.path("machines")) {
                machines.add(Things.MACHINES.id(api, called(machine)));
            }
            definition.set("machines", machines);
            String name = Shown.text(definition, "name");
            for (JsonNode policy : api.list(new Query("policies").path())) {
                if (Shown.text(policy, "name").equals(name)) {
                    return replace(api, Shown.text(policy, "id"), definition);
                }
            }
            return Shown.whole(
                    terminal(), api.post("policies", asMap(definition)).body());
        }
    }

    @Command(name = "enable", description = "Let a policy fire again.")
    Integer enable(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "POLICY", description = "Its name or id.") String name)
            throws CommandFailure, IOException, InterruptedException {
        return enable(options, name, true);
    }

    @Command(name = "disable", description = "Let a policy fire no more, until it is enabled again.")
    Integer disable(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "POLICY", description = "Its name or id.") String name)
            throws CommandFailure, IOException, InterruptedException {
        return enable(options, name, false);
    }

    @Command(name = "remove", description = "Delete a policy; runs it has started go on.")
    Integer remove(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "POLICY", description = "Its name or id.") String name)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            api.delete("policies/" + Things.POLICIES.id(api, name));
            return Shown.done(terminal(), "policy " + name + " is removed");
        }
    }

    @Command(name = "retention", description = "Delete what a policy's rules do not keep of a machine, now.")
    Integer retention(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "POLICY", description = "Its name or id.") String name,
            @Option(names = "--machine", required = true, paramLabel = "MACHINE", description = "Its name or id.")
                    String machine,
            @Option(names = "--dry-run", description = "Only decide; \"run verdicts\" tells what.") boolean dryRun,
            @Option(names = "--wait", description = "Wait for the end and tell how it went.") boolean wait)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            Map<String, Object> order = Map.of("machine", Things.MACHINES.id(api, machine), "dryRun", dryRun);
            String path = "policies/" + Things.POLICIES.id(api, name) + "/retention";
            return new RunWatch(terminal(), api).started(api.post(path, order).body(), wait);
        }
    }

    private Integer enable(ServerOptions options, String name, boolean enabled)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            String id = Things.POLICIES.id(api, name);
            ObjectNode definition = api.get("policies/" + id).body().asObject();
            OF_THE_SERVER.forEach(definition::remove);
            definition.put("repository", Shown.text(definition, "repository", "id"));
            var machines = JSON.createArrayNode();
            definition.path("machines").forEach(machine -> machines.add(Shown.text(machine, "id")));
            definition.set("machines", machines);
            definition.put("enabled", enabled);
            return replace(api, id, definition);
        }
    }

    private Integer replace(ServerApi api, String id, ObjectNode definition)
            throws CommandFailure, IOException, InterruptedException {
        String tag = api.get("policies/" + id).tag().orElse("*");
        return Shown.whole(
                terminal(), api.put("policies/" + id, tag, asMap(definition)).body());
    }

    /// The name or id that a definition says. What `policy show` prints has both: then it is the name that counts,
    /// since a server that has lost its database gives everything new ids.
    private static String called(JsonNode node) {
        String name = Shown.text(node, "name");
        if (!name.isEmpty()) {
            return name;
        }
        return node.isObject() ? Shown.text(node, "id") : node.asString("");
    }

    private static Map<String, ?> asMap(ObjectNode definition) {
        return JSON.convertValue(
                definition, JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    }

    private static ObjectNode read(Path file) throws CommandFailure, IOException {
        try {
            JsonNode document = JSON.readTree(Files.readAllBytes(file));
            if (document.isObject()) {
                return document.asObject();
            }
        } catch (JacksonException malformed) {
            throw CommandFailure.usage(file + " is no JSON" + place(malformed));
        }
        throw CommandFailure.usage(file + " is to hold one JSON object, a policy's definition");
    }

    /// Where the reader gave up. What it says itself is about its own workings.
    private static String place(JacksonException malformed) {
        TokenStreamLocation where = malformed.getLocation();
        return where == null || where.getLineNr() < 1
                ? ""
                : ": it cannot be understood at line " + where.getLineNr() + ", column " + where.getColumnNr();
    }
}
