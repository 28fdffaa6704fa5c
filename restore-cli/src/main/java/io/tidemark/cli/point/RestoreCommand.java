package io.tidemark.cli.point;

import io.tidemark.cli.repository.Costs;
import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.ProgressBar;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.EngineOptions;
import io.tidemark.engine.ImageFormat;
import io.tidemark.engine.ImageRoots;
import io.tidemark.engine.RestoreDisk;
import io.tidemark.engine.RestoreReport;
import io.tidemark.engine.RestoreRequest;
import io.tidemark.repository.Repository;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidemark restore`: a disk of a point as a new file.
@Command(name = "restore", description = "Write a disk of a point to a new file, every byte verified.")
public final class RestoreCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Parameters(paramLabel = "POINT", description = "The point's id; \"tidemark points\" lists them.")
    private String point = "";

    @Option(names = "--disk", paramLabel = "NAME", description = "Which disk, when the point has several.")
    private @Nullable String disk;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PATH",
            description = "The file to make. It must not exist; its directory must.")
    private Path target = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = ImageFormatWord.class,
            description = "qcow2 or raw (sparse). Default: raw when PATH ends in .raw, else qcow2.")
    private @Nullable ImageFormat format;

    @Option(
            names = "--keep-going",
            description =
                    "Restore what is intact even if some of it is damaged: damaged ranges become zeros, are listed,"
                            + " and the exit code is 3.")
    private boolean keepGoing;

    public RestoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException, EngineException, InterruptedException {
        RestoreRequest request = new RestoreRequest(
                PointArgument.parse(point),
                disk,
                target.toAbsolutePath(),
                format != null ? format : ImageFormat.ofFileName(target),
                ImageRoots.anywhere(),
                keepGoing);
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            RestoreReport report;
            try (ProgressBar progress = new ProgressBar(terminal, "restored")) {
                report = new RestoreDisk(repository, EngineOptions.defaults()).run(request, progress);
            }
            print(report, repositoryOptions.cost());
            return report.exitCode().number();
        }
    }

    private void print(RestoreReport report, StoreCalls cost) {
        double seconds = report.duration().toMillis() / 1000.0;
        terminal.line("restored " + report.disk() + " of machine " + report.machine() + " to " + report.target());
        terminal.line("  " + Sizes.of(report.writtenBytes()) + " written of a disk of "
                + Sizes.of(report.virtualBytes()) + ", in " + seconds + " s");
        DamagedRanges.tell(terminal, report.missing());
        terminal.line(Costs.line(cost));
        terminal.document(json -> {
            json.writeStartObject();
            json.writeStringProperty("point", report.point().toString());
            json.writeStringProperty("machine", report.machine());
            json.writeStringProperty("disk", report.disk());
            json.writeStringProperty("target", report.target().toString());
            json.writeStringProperty("format", report.format().wireName());
            json.writeNumberProperty("virtualBytes", report.virtualBytes());
            json.writeNumberProperty("writtenBytes", report.writtenBytes());
            DamagedRanges.write(json, "missing", report.missing());
            json.writeNumberProperty("seconds", seconds);
            Costs.write(json, cost);
            json.writeEndObject();
        });
    }
}
