package io.tidemark.cli.point;

import io.tidemark.cli.repository.Costs;
import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.ProgressBar;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.EngineOptions;
import io.tidemark.engine.VerifyPoint;
import io.tidemark.engine.VerifyReport;
import io.tidemark.engine.VerifyRequest;
import io.tidemark.repository.Repository;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreCalls;
import io.tidemark.repository.verification.Fault;
import io.tidemark.repository.verification.VerificationOptions.Level;
import io.tidemark.repository.verification.VerificationReport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/// `tidemark verify`: whether points can be given back.
@Command(
        name = "verify",
        description = {
            "Verify a point, or all of them, and say which ranges of which disks cannot be given back.",
            "",
            "Each stored chunk is read once, however many points share it. What is found damaged is written down in the"
                    + " repository: the next backup that has such a chunk stores it again."
        })
public final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Parameters(paramLabel = "POINT", arity = "0..1", description = "The point's id. Default: all points.")
    private @Nullable String point;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            converter = LevelWord.class,
            description =
                    "structure: manifests, maps, index and packs are there, no content is read; sample: and some of"
                            + " the content; full: and all of it. Default: full, or sample with --sample or --time-budget.")
    private @Nullable Level level;

    @Option(
            names = "--sample",
            paramLabel = "PERCENT",
            description =
                    "How many of the stored chunks to read, those first that were verified longest ago: above 0, at"
                            + " most 100.")
    private @Nullable Double sample;

    @Option(
            names = "--time-budget",
            paramLabel = "TIME",
            converter = TimeBudgetWord.class,
            description =
                    "Read for so long at most, as 90s, 30m or 8h: those chunks first that were verified longest ago.")
    private @Nullable Duration timeBudget;

    public VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException, EngineException, InterruptedException {
        VerifyRequest request = request(point == null ? null : PointArgument.parse(point));
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            VerifyReport report;
            try (ProgressBar progress = new ProgressBar(terminal, "checked")) {
                report = new VerifyPoint(repository, EngineOptions.defaults()).run(request, progress);
            }
            print(report, repositoryOptions.cost());
            return report.exitCode().number();
        }
    }

    private VerifyRequest request(@Nullable PointId id) throws CommandFailure {
        boolean part = sample != null || timeBudget != null;
        Level chosen = level != null ? level : part ? Level.SAMPLE : Level.FULL;
        if (part && chosen != Level.SAMPLE) {
            throw CommandFailure.usage(
                    "--sample and --time-budget belong to --level sample, not to " + chosen.wireName());
        }
        if (chosen == Level.SAMPLE && !part) {
            throw CommandFailure.usage("--level sample needs --sample PERCENT or --time-budget TIME");
        }
        double percent = sample == null ? VerifyRequest.EVERYTHING : sample;
        if (!(percent > 0 && percent <= VerifyRequest.EVERYTHING)) {
            throw CommandFailure.usage("--sample must be above 0 and at most 100, but is " + percent);
        }
        return new VerifyRequest(id, chosen, percent, timeBudget);
    }

    private void print(VerifyReport report, StoreCalls cost) {
        VerificationReport found = report.found();
        double seconds = report.duration().toMillis() / 1000.0;
        terminal.line((report.intact() ? "intact: " : "DAMAGED: ")
                + report.points().size() + " point(s) at level "
                + report.level().wireName() + ", "
                + found.checkedChunks() + " of " + found.chunks() + " stored chunks read, "
                + Sizes.of(report.checkedBytes()) + " checked in " + seconds + " s");
        DamagedRanges.tell(terminal, report.damaged());
        if (found.lostCount() > report.damaged().size()) {
            terminal.note(
                    "tidemark: … and " + (found.lostCount() - report.damaged().size()) + " more ranges");
        }
        if (report.intact() && found.faultCount() > 0) {
            terminal.note("tidemark: " + found.faultCount()
                    + " fault(s) hit no range: what is damaged there is stored elsewhere too");
        }
        terminal.line(Costs.line(cost));
        terminal.document(json -> write(json, report, seconds, cost));
    }

    private static void write(JsonGenerator json, VerifyReport report, double seconds, StoreCalls cost) {
        VerificationReport found = report.found();
        json.writeStartObject();
        json.writeBooleanProperty("intact", report.intact());
        json.writeStringProperty("level", report.level().wireName());
        json.writeArrayPropertyStart("points");
        report.points().forEach(id -> json.writeString(id.toString()));
        json.writeEndArray();
        json.writeNumberProperty("chunks", found.chunks());
        json.writeNumberProperty("checkedChunks", found.checkedChunks());
        json.writeNumberProperty("checkedBytes", report.checkedBytes());
        json.writeNumberProperty("faultCount", found.faultCount());
        json.writeArrayPropertyStart("faults");
        for (Fault fault : found.faults()) {
            json.writeStartObject();
            json.writeStringProperty("object", fault.object());
            json.writeNumberProperty("objectOffset", fault.offset());
            json.writeStringProperty("reason", fault.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberProperty("damagedCount", found.lostCount());
        DamagedRanges.write(json, "damaged", report.damaged());
        json.writeBooleanProperty("recorded", found.recorded());
        json.writeNumberProperty("seconds", seconds);
        Costs.write(json, cost);
        json.writeEndObject();
    }
}
