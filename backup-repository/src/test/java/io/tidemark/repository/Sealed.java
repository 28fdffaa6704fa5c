package io.tidemark.repository;

import io.tidemark.repository.format.FormatFile;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.sealing.Keyring;
import io.tidemark.repository.sealing.Passphrase;
import io.tidemark.repository.sealing.PassphraseCost;
import io.tidemark.repository.sealing.PassphraseSource;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// Sealed repositories whose passphrases cost little to try.
public final class Sealed {

    static final PassphraseCost CHEAP = new PassphraseCost(1 << 10, 1, 1);
    static final String PASSPHRASE = "ebb and flow";

    private Sealed() {}

    public static Repository init(ObjectStore store, RepositoryFormat format, Path cache) throws IOException {
        try (Passphrase passphrase = passphrase(PASSPHRASE)) {
            return Repository.initSealed(store, format, cache, passphrase, CHEAP, "the first");
        }
    }

    public static Repository open(ObjectStore store, Path cache) throws IOException {
        return Repository.open(store, cache, given(PASSPHRASE));
    }

    /// Opens it with keys that were opened before: nothing is tried, which takes longest of all.
    public static Repository open(ObjectStore store, Keyring keys, Path cache) throws IOException {
        ByteBuffer content = store.get(FormatFile.KEY);
        keys.requireUnchanged(content);
        return new Repository(store, FormatFile.parse(content), keys, cache);
    }

    static Passphrase passphrase(String text) {
        return Passphrase.of(text.toCharArray());
    }

    static PassphraseSource given(String text) {
        return new PassphraseSource() {
            @Override
            public boolean isGiven() {
                return true;
            }

            @Override
            public Optional<Passphrase> passphrase() {
                return Optional.of(Sealed.passphrase(text));
            }
        };
    }
}
