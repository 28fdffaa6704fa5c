package io.tidemark.cli.point;

import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.VerifyRequest;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.verification.VerificationOptions.Level;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
            converter = PercentWord.class,
            description =
                    "How many of the stored chunks to read, those first that were verified longest ago: above 0, at"
                            + " most 100. At least one pack is read.")
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
        return new Verifying(terminal, repositoryOptions).run(request).number();
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
        return new VerifyRequest(id, chosen, percent, timeBudget);
    }
}
