package io.tidemark.repository.sealing;

import java.io.IOException;
import java.util.Optional;

/// Where the passphrase of a repository comes from. Asked only when it is known whether the repository is sealed.
public interface PassphraseSource {

    /// Has none.
    PassphraseSource NONE = new PassphraseSource() {
        @Override
        public boolean isGiven() {
            return false;
        }

        @Override
        public Optional<Passphrase> passphrase() {
            return Optional.empty();
        }
    };

    /// Whether somebody gave a passphrase on purpose, who then believes the repository to be sealed.
    boolean isGiven();

    /// The passphrase, for the caller to close; nothing if there is none.
    Optional<Passphrase> passphrase() throws IOException;
}
