package io.tidemark.worker.run;

import io.tidemark.engine.EngineException;
import io.tidemark.engine.FailureCode;
import io.tidemark.repository.error.NotSealedException;
import io.tidemark.repository.error.PassphraseMissingException;
import io.tidemark.repository.error.WrongKeyException;
import io.tidemark.repository.sealing.Passphrase;
import io.tidemark.repository.sealing.PassphraseSource;
import io.tidemark.worker.WorkerProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The passphrases of sealed repositories, a file each. They are read when they are needed and stay on the worker's
/// host: neither the catalog nor the API ever sees them.
@Component
class PassphraseFiles {
    private final @Nullable Path directory;
    private final String worker;

    PassphraseFiles(WorkerProperties properties, WorkerIdentity identity) {
        this.directory = properties.passphraseDirectory();
        this.worker = identity.name();
    }

    /// The passphrase of a repository, by its name in the catalog.
    PassphraseSource of(String repository) {
        Optional<Path> file = file(repository);
        return new PassphraseSource() {
            @Override
            public boolean isGiven() {
                return file.isPresent();
            }

            @Override
            public Optional<Passphrase> passphrase() throws IOException {
                try {
                    return file.isEmpty() ? Optional.empty() : Optional.of(Passphrase.firstLineOf(file.get()));
                } catch (IllegalArgumentException none) {
                    throw new Unusable(String.valueOf(none.getMessage()), none);
                }
            }
        };
    }

    /// Why a repository could not be opened, in words that help on this worker.
    ///
    /// @param name     of the repository in the catalog
    /// @param location where it is
    EngineException explained(Exception failure, String name, String location) {
        return switch (failure) {
            case PassphraseMissingException _ ->
                new EngineException(
                        FailureCode.PASSPHRASE_MISSING,
                        "Repository " + location + " is sealed, or is to be, and worker \"" + worker
                                + "\" has no passphrase for it. " + remedy(name),
                        failure);
            case Unusable _ ->
                new EngineException(FailureCode.PASSPHRASE_MISSING, Sentence.of(failure) + " " + remedy(name), failure);
            case NotSealedException _ ->
                new EngineException(
                        FailureCode.NOT_SEALED,
                        "Repository " + location + " is not sealed. " + whySealingWasExpected(name),
                        failure);
            case WrongKeyException _ ->
                new EngineException(
                        FailureCode.WRONG_KEY,
                        Sentence.of(failure) + " It came from the file \"" + name + "\" of worker \"" + worker + "\".",
                        failure);
            default -> EngineException.of(failure);
        };
    }

    private String whySealingWasExpected(String name) {
        return of(name).isGiven()
                ? "But worker \"" + worker + "\" has a passphrase for \"" + name
                        + "\". If it was sealed once, somebody has replaced its tidemark.json. To make a sealed one, add it"
                        + " with \"sealed\": true and at an empty place; to leave it open, take the file away."
                : "A sealed one was asked for: choose an empty bucket, prefix or directory.";
    }

    private String remedy(String name) {
        return directory == null
                ? "Set tidemark.worker.passphrase-directory to a directory with a file \"" + name
                        + "\" whose first line is the passphrase, and restart the worker; or set it for the repository by the"
                        + " API."
                : "Put the passphrase into the first line of the file \"" + name + "\" in " + directory
                        + ", or set it for the repository by the API.";
    }

    private Optional<Path> file(String repository) {
        if (directory == null) {
            return Optional.empty();
        }
        // A name leads to a file of this very directory or to none; links in it are the operator's.
        Path file = directory.resolve(repository).normalize();
        return directory.normalize().equals(file.getParent()) && Files.exists(file)
                ? Optional.of(file)
                : Optional.empty();
    }

    /// A file is there, and what it holds is no passphrase.
    static final class Unusable extends IOException {
        private Unusable(String message, IllegalArgumentException why) {
            super(message, why);
        }
    }
}
