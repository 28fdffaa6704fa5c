package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.collection.CollectOptions;
import io.tidemark.repository.collection.CollectReport;
import io.tidemark.repository.collection.CollectReport.Amount;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreCalls;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/// `tidemark repository collect`: frees what no point needs.
@Command(
        name = "collect",
        description = {
            "Delete what no point needs, in two steps: a run condemns packs, a later one deletes them.",
            "",
            "Safe beside backups, restores and other collections, however long any of them takes; the times below only"
                    + " spare running backups some work. May be stopped at any moment; the next run goes on."
        })
final class RepositoryCollectCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Option(names = "--dry-run", description = "Say what a run would do and cost now, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--grace",
            paramLabel = "HOURS",
            defaultValue = "24",
            converter = HoursWord.class,
            description = "Delete what was condemned this long ago. Default: ${DEFAULT-VALUE}.")
    private Duration grace = Duration.ZERO;

    @Option(
            names = "--keep-unreferenced",
            paramLabel = "HOURS",
            defaultValue = "24",
            converter = HoursWord.class,
            description = "Condemn no packs younger than this. Default: ${DEFAULT-VALUE}.")
    private Duration keepUnreferenced = Duration.ZERO;

    @Option(
            names = "--live-ratio",
            paramLabel = "PART",
            defaultValue = "0.5",
            converter = RatioWord.class,
            description = "Rewrite packs of which points need less than this part, 0 to 1. Default: ${DEFAULT-VALUE}.")
    private double liveRatio;

    @Option(
            names = "--rewrite-limit",
            paramLabel = "MIB",
            defaultValue = "4096",
            converter = MebibytesWord.class,
            description = "Copy at most this much when rewriting. Default: ${DEFAULT-VALUE}.")
    private long rewriteLimit;

    RepositoryCollectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        CollectOptions options = new CollectOptions(grace, keepUnreferenced, liveRatio, rewriteLimit);
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            CollectReport report = dryRun
                    ? repository.collector().plan(options, Instant.now())
                    : repository.collector().run(options, Instant.now());
            boolean full = report.storeFull();
            List<Integer> reserve = List.of();
            if (dryRun) {
                reserve = repository.reserve().missing();
            } else {
                full |= !repository.reserve().keep();
            }
            print(report, cost(report, reserve));
            if (full) {
                terminal.note(
                        "tidemark: the store is full, and the reserve for collections is in use: delete points and"
                                + " collect again, with --grace 0 --keep-unreferenced 0 if it cannot wait");
            }
            return (report.refused().isEmpty() && !report.superseded() && !full ? ExitCode.DONE : ExitCode.WARNINGS)
                    .number();
        }
    }

    /// What it cost; of a dry run, what the run would.
    ///
    /// @param reserve  bytes of each object that a run would lay aside
    private StoreCalls cost(CollectReport report, List<Integer> reserve) {
        StoreCalls so = repositoryOptions.cost();
        CollectReport.Cost more = report.cost();
        return new StoreCalls(
                so.puts() + more.puts() + reserve.size(),
                so.gets() + more.gets(),
                so.heads(),
                so.lists() + more.lists(),
                so.deletes() + more.deletes(),
                so.bytesUp()
                        + more.bytesUp()
                        + reserve.stream().mapToLong(Integer::longValue).sum(),
                so.bytesDown() + more.bytesDown());
    }

    private void print(CollectReport report, StoreCalls cost) {
        String will = dryRun ? "would be " : "";
        terminal.line(report.points() + " point(s), " + report.packs() + " pack(s) of " + Sizes.of(report.packBytes()));
        terminal.line("  " + will + "deleted: " + text(report.deleted()));
        terminal.line("  needed after all: " + text(report.spared()));
        terminal.line("  condemned too short a time ago: " + text(report.waiting()));
        terminal.line("  " + will + "condemned: " + text(report.condemned()) + "; of these " + will + "rewritten: "
                + report.rewritten().packs() + ", copying "
                + Sizes.of(report.rewritten().bytes()));
        terminal.line((dryRun ? "a run would cost about " : "cost: ") + Costs.text(cost));
        if (report.extended() > 0) {
            terminal.line("  locks " + will + "extended: " + report.extended());
        }
        if (report.superseded()) {
            terminal.note("tidemark: another collection began meanwhile: deleting was left to it");
        }
        String refused = dryRun ? "could not be deleted yet: " : "refused by the store, to be tried again: ";
        report.refused().forEach(each -> terminal.note("tidemark: " + refused + each));
        terminal.document(json -> write(json, report, cost));
    }

    private void write(JsonGenerator json, CollectReport report, StoreCalls cost) {
        json.writeStartObject();
        json.writeBooleanProperty("dryRun", dryRun);
        json.writeNumberProperty("points", report.points());
        json.writeNumberProperty("packs", report.packs());
        json.writeNumberProperty("packBytes", report.packBytes());
        write(json, "deleted", report.deleted());
        write(json, "spared", report.spared());
        write(json, "waiting", report.waiting());
        write(json, "condemned", report.condemned());
        write(json, "rewritten", report.rewritten());
        json.writeNumberProperty("voidPoints", report.voids());
        json.writeNumberProperty("replacedSegments", report.segments());
        json.writeNumberProperty("extendedLocks", report.extended());
        json.writeBooleanProperty("superseded", report.superseded());
        json.writeBooleanProperty("storeFull", report.storeFull());
        json.writeArrayPropertyStart("refused");
        report.refused().forEach(json::writeString);
        json.writeEndArray();
        Costs.write(json, cost);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Amount amount) {
        json.writeName(name);
        json.writeStartObject();
        json.writeNumberProperty("packs", amount.packs());
        json.writeNumberProperty("bytes", amount.bytes());
        json.writeEndObject();
    }

    private static String text(Amount amount) {
        return amount.packs() + " pack(s), " + Sizes.of(amount.bytes());
    }
}
