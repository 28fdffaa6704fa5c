package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidemark repository key remove`: takes a passphrase's power away.
@Command(
        name = "remove",
        description = {
            "Remove a key of a sealed repository: its passphrase opens the repository no more, as no other key is of the"
                    + " same passphrase. The key of the given passphrase, and so the last one, cannot be removed.",
            "Who knows the removed passphrase and has kept a copy of its key can still open the repository."
        })
final class KeyRemoveCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Parameters(paramLabel = "KEY", description = "The key's id, as `repository key list` shows it.")
    private String key = "";

    KeyRemoveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        UUID id = KeyArgument.parse(key);
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            repository.keys().remove(id);
            terminal.line("removed key " + id);
            terminal.document(json -> {
                json.writeStartObject();
                json.writeStringProperty("removed", id.toString());
                json.writeEndObject();
            });
            return ExitCode.DONE.number();
        }
    }
}
