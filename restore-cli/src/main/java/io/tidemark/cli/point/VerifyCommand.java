package io.tidemark.cli.point;

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
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidemark verify`: reads points back.
@Command(name = "verify", description = "Read a point (or all of them) back from the store and check every byte.")
public final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Parameters(paramLabel = "POINT", arity = "0..1", description = "The point's id. Default: all points.")
    private @Nullable String point;

    @Option(
            names = "--sample",
            paramLabel = "PERCENT",
            defaultValue = "100",
            description = "How much of the content to read back, chosen at random: above 0, at most 100."
                    + " Default: ${DEFAULT-VALUE}.")
    private double sample;

    public VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException, EngineException, InterruptedException {
        if (!(sample > 0 && sample <= VerifyRequest.EVERYTHING)) {
            throw CommandFailure.usage("--sample must be above 0 and at most 100, but is " + sample);
        }
        VerifyRequest request = new VerifyRequest(point == null ? null : PointArgument.parse(point), sample);
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            VerifyReport report;
            try (ProgressBar progress = new ProgressBar(terminal, "checked")) {
                report = new VerifyPoint(repository, EngineOptions.defaults()).run(request, progress);
            }
            print(report);
            return report.exitCode().number();
        }
    }

    private void print(VerifyReport report) {
        double seconds = report.duration().toMillis() / 1000.0;
        terminal.line((report.intact() ? "intact: " : "DAMAGED: ")
                + report.points().size() + " point(s), " + Sizes.of(report.checkedBytes()) + " checked in " + seconds
                + " s");
        DamagedRanges.tell(terminal, report.damaged());
        terminal.document(json -> {
            json.writeStartObject();
            json.writeBooleanProperty("intact", report.intact());
            json.writeArrayPropertyStart("points");
            report.points().forEach(id -> json.writeString(id.toString()));
            json.writeEndArray();
            json.writeNumberProperty("checkedBytes", report.checkedBytes());
            DamagedRanges.write(json, "damaged", report.damaged());
            json.writeNumberProperty("seconds", seconds);
            json.writeEndObject();
        });
    }
}
