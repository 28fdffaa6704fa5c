package io.tidemark.cli.server;

import io.tidemark.cli.terminal.Columns;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `tidemark audit`: who asked a server for which change.
@Command(
        name = "audit",
        synopsisSubcommandLabel = "COMMAND",
        description = "The audit trail of a server: list, check, and its head to keep elsewhere.")
public final class AuditCommand extends ServerGroup {
    public AuditCommand(Terminal terminal) {
        super(terminal);
    }

    @Command(name = "list", description = "List requests that asked for changes, newest first.")
    Integer list(
            @Mixin ServerOptions options,
            @Option(names = "--caller", paramLabel = "NAME", description = "Only requests of this caller: name or id.")
                    @Nullable
                    String caller,
            @Option(
                            names = "--operation",
                            paramLabel = "OPERATION",
                            description = "Only requests for this, such as deleteMachine.")
                    @Nullable
                    String operation,
            @Option(
                            names = "--from",
                            paramLabel = "TIME",
                            description = "Only later ones, such as 2026-11-23T00:00:00Z.")
                    @Nullable
                    String from,
            @Option(
                            names = "--limit",
                            paramLabel = "NUMBER",
                            defaultValue = "50",
                            description = "So many at most, 1 to 200. Default: 50.")
                    int limit)
            throws CommandFailure, IOException, InterruptedException {
        if (limit < 1 || limit > Query.LARGEST_PAGE) {
            throw CommandFailure.usage("--limit is 1 to 200, found " + limit);
        }
        try (ServerApi api = options.open(terminal())) {
            Query query = new Query("audit", limit)
                    .with("caller", caller)
                    .with("operation", operation)
                    .with("from", from);
            List<JsonNode> requests = new ArrayList<>();
            Columns columns = new Columns("NUMBER", "AT", "CALLER", "OPERATION", "SUBJECT", "STATUS", "FROM");
            for (JsonNode request : api.get(query.path()).body().path("items")) {
                requests.add(request);
                columns.add(
                        Shown.text(request, "number"),
                        Shown.time(request, "at"),
                        Shown.text(request, "caller", "name"),
                        Shown.text(request, "operation"),
                        Shown.text(request, "subject", "id"),
                        Shown.text(request, "status"),
                        Shown.text(request, "address"));
            }
            columns.print(terminal());
            Shown.documents(terminal(), requests);
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "head", description = "Print number and hash of the newest entry, to be kept elsewhere.")
    Integer head(@Mixin ServerOptions options) throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            JsonNode head = api.get("audit/head").body();
            terminal().line(Shown.text(head, "number") + " " + Shown.text(head, "hash"));
            Shown.document(terminal(), head);
            return ExitCode.DONE.number();
        }
    }

    @Command(
            name = "check",
            description = {
                "Check the chain of the audit trail: 0 when it is intact, 13 when it is not.",
                "",
                "With a head that was kept elsewhere, also whether that is still in it."
            })
    Integer check(
            @Mixin ServerOptions options,
            @Option(names = "--number", paramLabel = "NUMBER", description = "The number of a head that was kept.")
                    @Nullable
                    String number,
            @Option(names = "--hash", paramLabel = "HASH", description = "The hash of that head.") @Nullable
                    String hash)
            throws CommandFailure, IOException, InterruptedException {
        if ((number == null) != (hash == null)) {
            throw CommandFailure.usage("--number and --hash belong together: they are one head");
        }
        try (ServerApi api = options.open(terminal())) {
            Query query = Query.ofOne("audit/check").with("number", number).with("hash", hash);
            JsonNode check = api.get(query.path()).body();
            boolean intact = check.path("intact").asBoolean();
            terminal()
                    .line(
                            intact
                                    ? "the audit trail is intact up to entry " + Shown.text(check, "head", "number")
                                    : "the audit trail is broken at entry " + Shown.text(check, "broken", "number")
                                            + ": " + Shown.text(check, "broken", "reason"));
            Shown.document(terminal(), check);
            return (intact ? ExitCode.DONE : ExitCode.CORRUPT).number();
        }
    }
}
