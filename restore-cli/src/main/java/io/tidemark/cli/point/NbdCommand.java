package io.tidemark.cli.point;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.NotThereYet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `tidemark nbd`: a point as a block device.
@Command(name = "nbd", description = "Serve a disk of a point over NBD. " + NotThereYet.HELP)
public final class NbdCommand implements Callable<Integer> {
    @Unmatched
    private final List<String> ignored = new ArrayList<>();

    @Override
    public Integer call() throws CommandFailure {
        throw NotThereYet.of(
                "tidemark nbd", "Use \"tidemark restore POINT --to FILE --format raw\" and open the file.");
    }
}
