package io.tidemark.cli.point;

import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.VerifyRequest;
import io.tidemark.repository.verification.VerificationOptions.Level;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tidemark repository check`: another name of `tidemark verify --level structure`.
@Command(
        name = "check",
        description = {
            "Check that everything the points need is there: manifests, maps, index, packs.",
            "",
            "The same as \"tidemark verify --level structure\": reads no chunk; \"tidemark verify\" reads them all."
        })
public final class RepositoryCheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    public RepositoryCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException, EngineException, InterruptedException {
        VerifyRequest structure = new VerifyRequest(null, Level.STRUCTURE, VerifyRequest.EVERYTHING, null);
        return new Verifying(terminal, repositoryOptions).run(structure).number();
    }
}
