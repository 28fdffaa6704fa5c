package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.IntegerWord;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.format.LockSettings;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.sealing.Passphrase;
import io.tidemark.repository.sealing.PassphraseCost;
import io.tidemark.repository.store.LocksMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreProbe;
import io.tidemark.repository.store.StoreTraits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidemark repository init`: makes a new, empty repository.
@Command(
        name = "init",
        description = {
            "Make a repository. The bucket must exist; an existing repository is left alone.",
            "With --sealed everything stored in it is encrypted here, before it is sent. Nobody can read a sealed"
                    + " repository without one of its passphrases: a lost passphrase is lost, and the backups with it."
        })
final class RepositoryInitCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Option(
            names = "--chunk-size",
            paramLabel = "BYTES",
            converter = IntegerWord.class,
            defaultValue = "65536",
            description = "The unit of change and storage: a power of two. Default: ${DEFAULT-VALUE}.")
    private int chunkSize;

    @Option(
            names = "--sealed",
            description = "Encrypt what is stored, under a passphrase: --passphrase-file, $TIDEMARK_PASSPHRASE,"
                    + " $TIDEMARK_PASSPHRASE_FILE, or asked for twice. Cannot be chosen later.")
    private boolean sealed;

    @Option(
            names = "--label",
            paramLabel = "TEXT",
            description = "With --sealed: whose passphrase it is. Not encrypted.")
    private String label = "";

    @Option(
            names = "--lock",
            paramLabel = "TIME",
            description = "Lock what is stored against deletion for so long: 30d, 12h, 10m or 60s. Needs a bucket with"
                    + " Object Lock. Collections and \"forget\" extend the locks of what is kept. Cannot be chosen"
                    + " later.")
    private @Nullable String lock;

    @Option(
            names = "--lock-mode",
            paramLabel = "MODE",
            description = "With --lock: governance (default) or compliance, under which nobody can undo a lock, the"
                    + " account's owner included.")
    private @Nullable String lockMode;

    RepositoryInitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        if (!sealed && repositoryOptions.passphrase(terminal).isGiven()) {
            // Going on would make a repository that its owner believes to be encrypted.
            throw CommandFailure.usage(
                    "A passphrase was given, but not --sealed. Give --sealed to make a repository that is"
                            + " encrypted, or leave out --passphrase-file and TIDEMARK_PASSPHRASE.");
        }
        LockSettings settings = LockOptions.settings(lock, lockMode);
        RepositoryFormat format;
        try {
            format = RepositoryFormat.create(Instant.now())
                    .withChunkSize(chunkSize)
                    .withLock(settings);
        } catch (IllegalArgumentException thrown) {
            throw CommandFailure.usage("--chunk-size: " + thrown.getMessage());
        }
        try (ObjectStore store = repositoryOptions.openStore(terminal)) {
            if (settings != null && store.locks().isEmpty()) {
                // Before the store is tried out, which makes a directory.
                throw new LocksMissingException(store.location());
            }
            if (sealed) {
                initSealed(store, format);
            } else {
                StoreTraits traits = StoreProbe.of(store);
                try (Repository made = Repository.init(store, format, repositoryOptions.cacheDirectory(terminal))) {
                    print(made, store, traits);
                }
            }
            return ExitCode.DONE.number();
        }
    }

    private void print(Repository repository, ObjectStore store, StoreTraits traits) throws IOException {
        if (!repository.reserve().keep()) {
            terminal.note("tidemark: the store is full already: there is no room for backups");
        }
        traits.missing().forEach(each -> terminal.note("tidemark: " + each));
        terminal.line("repository " + repository.id() + " at " + store.location() + ", chunks of "
                + Sizes.of(repository.chunkSize()) + (sealed ? ", sealed" : "")
                + (lock == null ? "" : ", locked for " + lock));
        if (sealed) {
            terminal.note("tidemark: keep the passphrase in a safe place: without it nobody can read this repository");
        }
        terminal.document(json -> {
            json.writeStartObject();
            json.writeStringProperty("id", repository.id().toString());
            json.writeStringProperty("location", store.location());
            json.writeNumberProperty("chunkSize", repository.chunkSize());
            json.writeBooleanProperty("sealed", sealed);
            LockSettings settings = repository.format().lock();
            if (settings != null) {
                json.writeStringProperty("lockMode", settings.mode().wireName());
                json.writeNumberProperty("lockSeconds", settings.period().toSeconds());
            }
            json.writeName("store");
            json.writeStartObject();
            json.writeBooleanProperty("conditionalWrites", traits.conditionalWrites());
            json.writeBooleanProperty("deletion", traits.deletion());
            json.writeBooleanProperty("locks", traits.locks());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private void initSealed(ObjectStore store, RepositoryFormat format) throws CommandFailure, IOException {
        Path cache = repositoryOptions.cacheDirectory(terminal);
        KeyLabel.require(label);
        try (Passphrase passphrase = repositoryOptions
                .passphrase(terminal)
                .chosen("Passphrase", "--passphrase-file or TIDEMARK_PASSPHRASE")) {
            StoreTraits traits = StoreProbe.of(store);
            try (Repository made =
                    Repository.initSealed(store, format, cache, passphrase, PassphraseCost.DEFAULT, label)) {
                print(made, store, traits);
            }
        }
    }
}
