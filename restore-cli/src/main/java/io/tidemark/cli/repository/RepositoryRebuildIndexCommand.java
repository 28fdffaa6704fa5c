package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.RebuildReport;
import io.tidemark.repository.Repository;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreCalls;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tidemark repository rebuild-index`: the index, from the packs alone.
@Command(
        name = "rebuild-index",
        description = {
            "Make the index whole again from the packs.",
            "",
            "Writes new segments for what no intact segment names, and deletes damaged ones then. Reads the end of each pack, no"
                    + " content: two small requests for each. Backups may go on meanwhile."
        })
final class RepositoryRebuildIndexCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    RepositoryRebuildIndexCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            RebuildReport report = repository.rebuildIndex();
            print(report, repositoryOptions.cost());
            return exitCode(report).number();
        }
    }

    private static ExitCode exitCode(RebuildReport report) {
        if (!report.unreadable().isEmpty()) {
            return ExitCode.CORRUPT;
        }
        return report.unreadableSegments() == 0 ? ExitCode.DONE : ExitCode.WARNINGS;
    }

    private void print(RebuildReport report, StoreCalls cost) {
        terminal.line(report.packs() + " pack(s) with " + report.records() + " record(s); " + report.added()
                + " of them were in no intact segment and are now, in " + report.segments() + " new segment(s)");
        if (report.removedSegments() > 0) {
            terminal.line(report.removedSegments() + " segment(s) were damaged and have been deleted");
        }
        if (report.unreadableSegments() > 0) {
            terminal.note("tidemark: " + report.unreadableSegments()
                    + " segment(s) or lists cannot be read; they were left as they are");
        }
        if (report.added() + report.removedSegments() > 0) {
            terminal.line("`tidemark verify --level structure` tells whether all that points need is there again; until"
                    + " then each backup looks for it, and stores what is not");
        }
        report.unreadable().forEach(each -> terminal.note("tidemark: not taken in: " + each.getMessage()));
        terminal.line(Costs.line(cost));
        terminal.document(json -> {
            json.writeStartObject();
            json.writeNumberProperty("packs", report.packs());
            json.writeNumberProperty("records", report.records());
            json.writeNumberProperty("added", report.added());
            json.writeNumberProperty("segments", report.segments());
            json.writeNumberProperty("removedSegments", report.removedSegments());
            json.writeNumberProperty("unreadableSegments", report.unreadableSegments());
            json.writeArrayPropertyStart("unreadablePacks");
            report.unreadable().forEach(each -> json.writeString(String.valueOf(each.getMessage())));
            json.writeEndArray();
            Costs.write(json, cost);
            json.writeEndObject();
        });
    }
}
