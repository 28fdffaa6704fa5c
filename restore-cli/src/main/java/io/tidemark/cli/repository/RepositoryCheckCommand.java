package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.CheckReport;
import io.tidemark.repository.Repository;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tidemark repository check`: whether everything the points need is there.
@Command(
        name = "check",
        description = {
            "Check that everything the points need is there: manifests, maps, index, packs.",
            "",
            "Reads no chunk; \"tidemark verify\" reads them all."
        })
final class RepositoryCheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    RepositoryCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            CheckReport report = repository.check();
            print(report);
            return (report.sound() ? ExitCode.DONE : ExitCode.CORRUPT).number();
        }
    }

    private void print(CheckReport report) {
        terminal.line((report.sound() ? "sound: " : "DAMAGED: ") + report.points() + " point(s) with " + report.disks()
                + " disk(s), " + report.chunks() + " chunks in " + report.packs() + " pack(s) of "
                + Sizes.of(report.packBytes()));
        report.problems().forEach(problem -> terminal.note("tidemark: " + problem.where() + ": " + problem.what()));
        if (report.problemCount() > report.problems().size()) {
            terminal.note("tidemark: … and "
                    + (report.problemCount() - report.problems().size()) + " more");
        }
        terminal.document(json -> {
            json.writeStartObject();
            json.writeBooleanProperty("sound", report.sound());
            json.writeNumberProperty("points", report.points());
            json.writeNumberProperty("disks", report.disks());
            json.writeNumberProperty("chunks", report.chunks());
            json.writeNumberProperty("packs", report.packs());
            json.writeNumberProperty("packBytes", report.packBytes());
            json.writeNumberProperty("problemCount", report.problemCount());
            json.writeArrayPropertyStart("problems");
            for (CheckReport.Problem problem : report.problems()) {
                json.writeStartObject();
                json.writeStringProperty("where", problem.where());
                json.writeStringProperty("what", problem.what());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
