package io.tidemark.cli.server;

import io.tidemark.cli.disk.DiskArgument;
import io.tidemark.cli.terminal.Columns;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tidemark machine`: what a server protects.
@Command(
        name = "machine",
        synopsisSubcommandLabel = "COMMAND",
        description = "Machines that a server protects: list, add, label, back up.")
public final class MachineCommand extends ServerGroup {
    public MachineCommand(Terminal terminal) {
        super(terminal);
    }

    @Command(name = "list", description = "List machines by name, with their newest points and runs.")
    Integer list(
            @Mixin ServerOptions options,
            @Option(
                            names = "--label",
                            paramLabel = "KEY=VALUE",
                            description = "Only machines with this label; repeatable.")
                    @Nullable
                    Map<String, String> labels,
            @Option(names = "--pool", paramLabel = "POOL", description = "Only machines of this pool.") @Nullable
                    String pool,
            @Option(
                            names = "--protection",
                            paramLabel = "WORD",
                            description = "Only machines that are protected, late, never (backed up) or uncovered.")
                    @Nullable
                    String protection)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            Query query = new Query("machines").with("pool", pool).with("protection", protection);
            labels(labels).forEach(label -> query.with("label", label));
            return Shown.table(
                    terminal(),
                    api.list(query.path()),
                    new Columns("NAME", "POOL", "LABELS", "NEWEST POINT", "LAST RUN"),
                    machine -> List.of(
                            Shown.text(machine, "name"),
                            Shown.text(machine, "pool"),
                            Shown.labels(machine),
                            Shown.time(machine, "lastPoint", "createdAt"),
                            Shown.text(machine, "lastRun", "state")));
        }
    }

    @Command(name = "show", description = "Show a machine.")
    Integer show(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "MACHINE", description = "Its name or id.") String name)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return Shown.whole(terminal(), Things.MACHINES.get(api, name));
        }
    }

    @Command(name = "coverage", description = "Tell which policies back a machine up, and why others do not.")
    Integer coverage(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "MACHINE", description = "Its name or id.") String name)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return Shown.whole(
                    terminal(),
                    api.get("machines/" + Things.MACHINES.id(api, name) + "/coverage")
                            .body());
        }
    }

    @Command(name = "add", description = "Protect a machine.")
    Integer add(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "NAME", description = "How the machine is called from now on.")
                    String name,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "[DISK=]IMAGE",
                            description =
                                    "Its disks: the absolute paths of their images, as the pool's workers see them. A"
                                            + " disk without a name is called as its file, without the extension, as by \"tidemark backup\".")
                    List<String> images,
            @Option(
                            names = "--pool",
                            paramLabel = "POOL",
                            description = "Whose workers see the images. Default: default.")
                    @Nullable
                    String pool,
            @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label; repeatable.") @Nullable
                    Map<String, String> labels)
            throws CommandFailure, IOException, InterruptedException {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("name", name);
        machine.put("disks", disks(images));
        if (pool != null) {
            machine.put("pool", pool);
        }
        if (labels != null) {
            machine.put("labels", labels);
        }
        try (ServerApi api = options.open(terminal())) {
            JsonNode made = api.post("machines", machine).body();
            Shown.whole(terminal(), made);
            return warnOfOtherDisks(api, made) ? ExitCode.WARNINGS.number() : ExitCode.DONE.number();
        }
    }

    @Command(name = "label", description = "Give a machine labels, or take some away.")
    Integer label(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "MACHINE", description = "Its name or id.") String name,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "KEY=VALUE|KEY-",
                            description = "KEY=VALUE sets a label, KEY- takes it away.")
                    List<String> changes)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            String path = "machines/" + Things.MACHINES.id(api, name);
            ServerApi.Answer now = api.get(path);
            Map<String, String> labels = new LinkedHashMap<>();
            now.body()
                    .path("labels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asString()));
            for (String change : changes) {
                apply(change, labels);
            }
            Map<String, Object> machine = new LinkedHashMap<>();
            machine.put("pool", Shown.text(now.body(), "pool"));
            machine.put(
                    "disks",
                    now.body()
                            .path("disks")
                            .valueStream()
                            .map(MachineCommand::disk)
                            .toList());
            machine.put("labels", labels);
            return Shown.whole(
                    terminal(), api.put(path, now.tag().orElse("*"), machine).body());
        }
    }

    @Command(
            name = "remove",
            description = {
                "Stop protecting a machine; its points stay in the repositories.",
                "",
                "Tells which policies lose it: those that name it and those that select it by its labels."
            })
    Integer remove(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "MACHINE", description = "Its name or id.") String name)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            JsonNode machine = Things.MACHINES.get(api, name);
            LosingPolicies losing = LosingPolicies.of(api, machine);
            api.delete("machines/" + Shown.text(machine, "id"));
            terminal().line("machine " + Shown.text(machine, "name") + " is removed; its points stay");
            return losing.show(terminal());
        }
    }

    @Command(name = "backup", description = "Back a machine up now.")
    Integer backup(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "MACHINE", description = "Its name or id.") String name,
            @Option(
                            names = "--to",
                            required = true,
                            paramLabel = "REPOSITORY",
                            description = "Into which repository: its name or id.")
                    String repository,
            @Option(names = "--mode", paramLabel = "MODE", description = "auto, full or compare. Default: auto.")
                    @Nullable
                    String mode,
            @Option(names = "--wait", description = "Wait for the end and tell how it went.") boolean wait)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            Map<String, Object> run = new LinkedHashMap<>();
            run.put("kind", "backup");
            run.put("machine", Things.MACHINES.id(api, name));
            run.put("repository", Things.REPOSITORIES.id(api, repository));
            if (mode != null) {
                run.put("mode", mode);
            }
            return new RunWatch(terminal(), api).started(api.post("runs", run).body(), wait);
        }
    }

    private static List<String> labels(@Nullable Map<String, String> labels) {
        return labels == null
                ? List.of()
                : labels.entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .toList();
    }

    private static List<Map<String, String>> disks(List<String> words) throws CommandFailure {
        List<DiskArgument> disks = new ArrayList<>();
        for (String word : words) {
            disks.add(DiskArgument.of(word));
        }
        DiskArgument.requireDifferentNames(disks, "DISK=IMAGE");
        return disks.stream()
                .map(disk -> Map.of("name", disk.name(), "imagePath", disk.image()))
                .toList();
    }

    /// Says so when the points that a new machine finds by its name are of disks of other names: nothing of such a
    /// disk is taken up, neither its points nor its mark.
    private boolean warnOfOtherDisks(ServerApi api, JsonNode machine)
            throws CommandFailure, IOException, InterruptedException {
        String newest = new Query("points", 1)
                .with("machine", Shown.text(machine, "id"))
                .path();
        JsonNode point = api.get(newest).body().path("items").path(0);
        List<String> known = names(point);
        List<String> unknown =
                names(machine).stream().filter(name -> !known.contains(name)).toList();
        if (point.isMissingNode() || unknown.isEmpty()) {
            return false;
        }
        String name = Shown.text(machine, "name");
        terminal()
                .note("tidemark: the newest point of \"" + name + "\" holds " + String.join(", ", known) + ", and not "
                        + String.join(", ", unknown)
                        + ": what is not in it will be read whole. To go on from that point, remove"
                        + " the machine, which keeps its points, and add it with these names: tidemark machine add "
                        + name + " " + known.getFirst() + "=IMAGE");
        return true;
    }

    private static List<String> names(JsonNode ofDisks) {
        return ofDisks.path("disks")
                .valueStream()
                .map(disk -> Shown.text(disk, "name"))
                .toList();
    }

    private static Map<String, String> disk(JsonNode disk) {
        return Map.of("name", Shown.text(disk, "name"), "imagePath", Shown.text(disk, "imagePath"));
    }

    private static void apply(String change, Map<String, String> labels) throws CommandFailure {
        int equals = change.indexOf('=');
        if (equals > 0) {
            labels.put(change.substring(0, equals), change.substring(equals + 1));
        } else if (equals < 0 && change.endsWith("-") && change.length() > 1) {
            labels.remove(change.substring(0, change.length() - 1));
        } else {
            throw CommandFailure.usage("\"" + change + "\" changes no label: expected KEY=VALUE or KEY-");
        }
    }
}
