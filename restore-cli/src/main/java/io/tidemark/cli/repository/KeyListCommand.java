package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Instants;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.sealing.KeyListing;
import io.tidemark.repository.sealing.Keyring;
import io.tidemark.repository.sealing.RepositoryKey;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tidemark repository key list`: which keys a sealed repository has.
@Command(name = "list", description = "List the keys of a sealed repository: one for each passphrase.")
final class KeyListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    KeyListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            Keyring keys = repository.keys();
            KeyListing listing = keys.list();
            for (RepositoryKey key : listing.intact()) {
                String mine = key.equals(keys.opened()) ? "  (opened by the given passphrase)" : "";
                terminal.line(key.id() + "  made " + Instants.of(key.createdAt()) + "  " + key.label() + mine);
            }
            listing.damaged().forEach((name, cause) -> terminal.line(name + "  damaged: " + cause.getMessage()));
            terminal.document(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("keys");
                for (RepositoryKey key : listing.intact()) {
                    json.writeStartObject();
                    json.writeStringProperty("id", key.id().toString());
                    json.writeStringProperty("createdAt", key.createdAt().toString());
                    json.writeStringProperty("label", key.label());
                    json.writeBooleanProperty("opened", key.equals(keys.opened()));
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeArrayPropertyStart("damaged");
                listing.damaged().keySet().forEach(json::writeString);
                json.writeEndArray();
                json.writeEndObject();
            });
            ExitCode exitCode = listing.damaged().isEmpty() ? ExitCode.DONE : ExitCode.CORRUPT;
            return exitCode.number();
        }
    }
}
