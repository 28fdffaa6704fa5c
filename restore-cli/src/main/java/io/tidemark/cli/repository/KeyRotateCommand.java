package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.sealing.Keyring;
import io.tidemark.repository.sealing.Passphrase;
import io.tidemark.repository.sealing.PassphraseCost;
import io.tidemark.repository.sealing.RepositoryKey;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tidemark repository key rotate`: a new passphrase in the place of the given one.
@Command(
        name = "rotate",
        description = {
            "Replace the given passphrase of a sealed repository by a new one. Stores one small object and deletes one;"
                    + " no backup is stored again. Refused if the new one opens the repository already, by whichever key.",
            "Who knows the old passphrase and has kept a copy of its key can still open the repository: the data stays"
                    + " sealed with the same keys. Against that only a new repository helps."
        })
final class KeyRotateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Mixin
    private final NewPassphraseOptions newPassphrase = new NewPassphraseOptions();

    KeyRotateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            Keyring keys = repository.keys();
            try (Passphrase passphrase = newPassphrase.chosen(terminal)) {
                RepositoryKey key = keys.rotate(passphrase, PassphraseCost.DEFAULT, Instant.now());
                terminal.line("added key " + key.id() + ", removed key "
                        + keys.opened().id());
                terminal.document(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("added", key.id().toString());
                    json.writeStringProperty("removed", keys.opened().id().toString());
                    json.writeEndObject();
                });
                return ExitCode.DONE.number();
            }
        }
    }
}
