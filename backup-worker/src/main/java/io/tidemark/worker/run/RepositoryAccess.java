package io.tidemark.worker.run;

import io.tidemark.catalog.repository.RepositoryEntry;
import io.tidemark.catalog.secret.RepositorySecrets;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.FailureCode;
import io.tidemark.repository.error.NotSealedException;
import io.tidemark.repository.error.WrongKeyException;
import io.tidemark.repository.sealing.Passphrase;
import io.tidemark.repository.sealing.PassphraseSource;
import io.tidemark.repository.store.StoreAccessDeniedException;
import io.tidemark.repository.store.StoreCredentials;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What opens a repository: what was set for it in the catalog, if anything was; else the passphrase in
/// this worker's file, and the credentials that the AWS SDK finds.
@Component
class RepositoryAccess {
    private final RepositorySecrets secrets;
    private final PassphraseFiles files;

    RepositoryAccess(RepositorySecrets secrets, PassphraseFiles files) {
        this.secrets = secrets;
        this.files = files;
    }

    /// Everything at once, before the store is spoken to.
    ///
    /// @throws io.tidemark.catalog.secret.SecretKeyMissing when something is set and this worker has no server key
    /// @throws io.tidemark.catalog.secret.SecretKeyWrong   when none of its keys opens it
    Opener of(RepositoryEntry entry) {
        StoreCredentials credentials = secrets.credentials(entry.id())
                .map(pair -> new StoreCredentials(pair.accessKeyId(), pair.secretAccessKey()))
                .orElse(null);
        Optional<byte[]> passphrase = secrets.passphrase(entry.id());
        return new Opener(
                entry,
                credentials,
                passphrase.isPresent(),
                passphrase.map(RepositoryAccess::source).orElseGet(() -> files.of(entry.name())));
    }

    private static PassphraseSource source(byte[] passphrase) {
        return new PassphraseSource() {
            @Override
            public boolean isGiven() {
                return true;
            }

            @Override
            public Optional<Passphrase> passphrase() {
                return Optional.of(Passphrase.of(passphrase));
            }

            @Override
            public String toString() {
                return "the passphrase set in the catalog";
            }
        };
    }

    /// What opens one repository.
    final class Opener {
        private final RepositoryEntry entry;
        private final @Nullable StoreCredentials credentials;
        private final boolean passphraseSet;
        private final PassphraseSource passphrase;

        private Opener(
                RepositoryEntry entry,
                @Nullable StoreCredentials credentials,
                boolean passphraseSet,
                PassphraseSource passphrase) {
            this.entry = entry;
            this.credentials = credentials;
            this.passphraseSet = passphraseSet;
            this.passphrase = passphrase;
        }

        /// Null: as the AWS SDK finds them.
        @Nullable
        StoreCredentials credentials() {
            return credentials;
        }

        PassphraseSource passphrase() {
            return passphrase;
        }

        /// Why the repository could not be opened, in words that help with what was used.
        EngineException explained(Exception failure) {
            return switch (failure) {
                case StoreAccessDeniedException _
                when credentials != null ->
                    new EngineException(
                            FailureCode.STORE_ACCESS_DENIED,
                            Sentence.of(failure) + " The credentials are those that are set for repository \""
                                    + entry.name() + "\" in the catalog.",
                            failure);
                case WrongKeyException _
                when passphraseSet ->
                    new EngineException(
                            FailureCode.WRONG_KEY,
                            Sentence.of(failure) + " It is the one that is set for repository \"" + entry.name()
                                    + "\" in the catalog.",
                            failure);
                case NotSealedException _
                when passphraseSet ->
                    new EngineException(
                            FailureCode.NOT_SEALED,
                            "Repository " + entry.location() + " is not sealed, but a passphrase is set for \""
                                    + entry.name()
                                    + "\". If it was sealed once, somebody has replaced its tidemark.json. To make a"
                                    + " sealed one, add it with \"sealed\": true and at an empty place; to leave it open,"
                                    + " remove the passphrase.",
                            failure);
                default -> files.explained(failure, entry.name(), entry.location());
            };
        }
    }
}
