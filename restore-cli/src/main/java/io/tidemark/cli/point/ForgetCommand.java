package io.tidemark.cli.point;

import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Instants;
import io.tidemark.cli.terminal.ProgressBar;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ApplyRetention;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.RetentionReport;
import io.tidemark.engine.RetentionRequest;
import io.tidemark.engine.RetentionRequest.Execution;
import io.tidemark.repository.Repository;
import io.tidemark.repository.retention.RetentionVerdict;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/// `tidemark forget`: retention by rules.
@Command(
        name = "forget",
        description = {
            "Delete the points of a machine that no rule keeps.",
            "",
            "A point stays when any rule keeps it. Each rule looks at all points, whatever other rules keep. The newest"
                    + " point stays always, and so do pinned ones. What only the deleted points needed is freed by"
                    + " \"tidemark repository collect\"."
        })
public final class ForgetCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Option(names = "--machine", required = true, paramLabel = "NAME", description = "The machine's name.")
    private String machine = "";

    @ArgGroup(exclusive = false, heading = "Rules, at least one:%n")
    private final RetentionOptions rules = new RetentionOptions();

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "Whose hours, days, weeks, months and years are meant, as Europe/Vienna. Default: this"
                    + " computer's.")
    private String zone = "";

    @Option(names = "--dry-run", description = "Tell what would be deleted and why the others stay; delete nothing.")
    private boolean dryRun;

    public ForgetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException, EngineException, InterruptedException {
        if (machine.isBlank()) {
            throw CommandFailure.usage("--machine must not be blank");
        }
        RetentionRequest request = new RetentionRequest(
                machine, rules.rules(), RetentionOptions.zone(zone), dryRun ? Execution.DRY_RUN : Execution.DELETE);
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            RetentionReport report;
            try (ProgressBar progress = new ProgressBar(terminal, "read")) {
                report = new ApplyRetention(repository).run(request, progress);
            }
            print(request, report);
            return report.exitCode().number();
        }
    }

    private void print(RetentionRequest request, RetentionReport report) {
        for (RetentionVerdict verdict : report.verdicts()) {
            terminal.line((verdict.keep() ? "keep    " : "delete  ")
                    + verdict.point().id() + "  "
                    + Instants.of(verdict.point().createdAt(), request.zone()) + "  " + reasons(verdict));
        }
        long kept = report.verdicts().stream().filter(RetentionVerdict::keep).count();
        long doomed = report.verdicts().size() - kept;
        terminal.line(
                dryRun
                        ? kept + " point(s) stay, " + doomed + " would be deleted; nothing was"
                        : kept + " point(s) stay, " + doomed + " deleted");
        terminal.document(json -> write(json, request, report));
    }

    private static String reasons(RetentionVerdict verdict) {
        return verdict.keep()
                ? verdict.reasons().stream()
                        .map(reason -> (reason.rule().wireName() + " " + reason.detail()).strip())
                        .collect(Collectors.joining(", "))
                : "no rule keeps it";
    }

    private static void write(JsonGenerator json, RetentionRequest request, RetentionReport report) {
        json.writeStartObject();
        json.writeStringProperty("machine", request.machine());
        json.writeStringProperty("timeZone", request.zone().getId());
        json.writeBooleanProperty("dryRun", request.execution() == Execution.DRY_RUN);
        json.writeArrayPropertyStart("points");
        for (RetentionVerdict verdict : report.verdicts()) {
            json.writeStartObject();
            json.writeStringProperty("point", verdict.point().id().toString());
            json.writeStringProperty("createdAt", verdict.point().createdAt().toString());
            json.writeStringProperty("verdict", verdict.keep() ? "keep" : "delete");
            json.writeArrayPropertyStart("reasons");
            for (RetentionVerdict.Reason reason : verdict.reasons()) {
                json.writeStartObject();
                json.writeStringProperty("rule", reason.rule().wireName());
                json.writeStringProperty("detail", reason.detail());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("deleted");
        report.deleted().forEach(point -> json.writeString(point.toString()));
        json.writeEndArray();
        json.writeArrayPropertyStart("warnings");
        report.warnings().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }
}
