package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.NotThereYet;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreProbe;
import io.tidemark.repository.store.StoreTraits;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidemark repository init`: makes a new, empty repository.
@Command(name = "init", description = "Make a repository. The bucket must exist; an existing repository is left alone.")
final class RepositoryInitCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Option(
            names = "--chunk-size",
            paramLabel = "BYTES",
            defaultValue = "65536",
            description = "The unit of change and storage: a power of two. Default: ${DEFAULT-VALUE}.")
    private int chunkSize;

    RepositoryInitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        if (repositoryOptions.hasPassphrase(terminal)) {
            // Going on would make a repository that its owner believes to be encrypted.
            throw NotThereYet.of(
                    "sealing a repository with a passphrase",
                    "To make one that is not encrypted, leave out --passphrase-file and TIDEMARK_PASSPHRASE.");
        }
        RepositoryFormat format;
        try {
            format = RepositoryFormat.create(Instant.now()).withChunkSize(chunkSize);
        } catch (IllegalArgumentException thrown) {
            throw CommandFailure.usage("--chunk-size: " + thrown.getMessage());
        }
        try (ObjectStore store = repositoryOptions.openStore(terminal)) {
            return init(store, format);
        }
    }

    private int init(ObjectStore store, RepositoryFormat format) throws CommandFailure, IOException {
        StoreTraits traits = StoreProbe.of(store);
        try (Repository repository = Repository.init(store, format, repositoryOptions.cacheDirectory(terminal))) {
            traits.missing().forEach(each -> terminal.note("tidemark: " + each));
            terminal.line("repository " + repository.id() + " at " + store.location() + ", chunks of "
                    + Sizes.of(repository.chunkSize()));
            terminal.document(json -> {
                json.writeStartObject();
                json.writeStringProperty("id", repository.id().toString());
                json.writeStringProperty("location", store.location());
                json.writeNumberProperty("chunkSize", repository.chunkSize());
                json.writeBooleanProperty("sealed", false);
                json.writeName("store");
                json.writeStartObject();
                json.writeBooleanProperty("conditionalWrites", traits.conditionalWrites());
                json.writeBooleanProperty("deletion", traits.deletion());
                json.writeEndObject();
                json.writeEndObject();
            });
            return ExitCode.DONE.number();
        }
    }
}
