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
import picocli.CommandLine.Option;

/// `tidemark repository key add`: one more passphrase that opens all of a sealed repository.
@Command(
        name = "add",
        description = {
            "Let one more passphrase open a sealed repository. Refused if it opens the repository already: each"
                    + " passphrase has one key.",
            "Every key is tried for that: a third of a second each."
        })
final class KeyAddCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Mixin
    private final NewPassphraseOptions newPassphrase = new NewPassphraseOptions();

    @Option(names = "--label", paramLabel = "TEXT", description = "Whose passphrase it is. Not encrypted.")
    private String label = "";

    KeyAddCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        KeyLabel.require(label);
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            Keyring keys = repository.keys();
            try (Passphrase passphrase = newPassphrase.chosen(terminal)) {
                RepositoryKey key = keys.add(passphrase, PassphraseCost.DEFAULT, Instant.now(), label);
                terminal.line("added key " + key.id());
                terminal.document(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("added", key.id().toString());
                    json.writeEndObject();
                });
                return ExitCode.DONE.number();
            }
        }
    }
}
