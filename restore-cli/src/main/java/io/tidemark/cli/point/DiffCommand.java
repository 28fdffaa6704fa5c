package io.tidemark.cli.point;

import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.content.DiskDiff;
import io.tidemark.repository.error.PointMissingException;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidemark diff`: what changed between two points.
@Command(
        name = "diff",
        description = {
            "Show which ranges of the disks differ between two points.",
            "",
            "Reads the parts of the maps that differ and no content. Ranges are of whole chunks. With --json all ranges"
                    + " are listed, without it the first ones of each disk."
        })
public final class DiffCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Parameters(index = "0", paramLabel = "POINT", description = "The earlier point's id.")
    private String before = "";

    @Parameters(index = "1", paramLabel = "POINT", description = "The later point's id.")
    private String after = "";

    @Option(names = "--disk", paramLabel = "NAME", description = "This disk alone. Default: all disks of both points.")
    private @Nullable String disk;

    public DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        PointId from = PointArgument.parse(before);
        PointId to = PointArgument.parse(after);
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            Point old = point(repository, store, from);
            Point young = point(repository, store, to);
            DiffOutput output = terminal.json() ? new DiffDocument(terminal) : new DiffLines(terminal);
            Set<String> disks = disks(old, young);
            output.begin(old, young);
            boolean whole = true;
            for (String name : disks) {
                whole &= compare(repository, old, young, name, output);
            }
            output.end();
            return (whole ? ExitCode.DONE : ExitCode.CORRUPT).number();
        }
    }

    private static Point point(Repository repository, ObjectStore store, PointId id) throws IOException {
        return repository.point(id).orElseThrow(() -> new PointMissingException("point " + id, store.location()));
    }

    private Set<String> disks(Point old, Point young) throws CommandFailure {
        Set<String> names = Stream.concat(old.disks().stream(), young.disks().stream())
                .map(PointDisk::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (disk == null) {
            return names;
        }
        if (!names.contains(disk)) {
            throw new CommandFailure(
                    ExitCode.MISSING,
                    "disk-missing",
                    "Neither point has a disk " + disk + "; they have " + names + ".");
        }
        return Set.of(disk);
    }

    /// @return whether both maps could be read
    private static boolean compare(Repository repository, Point old, Point young, String name, DiffOutput output)
            throws IOException {
        @Nullable PointDisk first = old.disk(name).orElse(null);
        @Nullable PointDisk second = young.disk(name).orElse(null);
        output.disk(name, first, second);
        DiffTotals totals = new DiffTotals(output);
        long pages = 0;
        if (first != null && second != null) {
            pages = DiskDiff.between(repository.content(old, name), repository.content(young, name), totals);
        }
        output.diskEnd(totals, pages);
        return totals.damagedRanges() == 0;
    }
}
