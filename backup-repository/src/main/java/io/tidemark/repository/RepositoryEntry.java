package io.tidemark.repository;

import io.tidemark.repository.error.NotSealedException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.PassphraseMissingException;
import io.tidemark.repository.error.RepositoryExistsException;
import io.tidemark.repository.error.RepositoryMissingException;
import io.tidemark.repository.format.FormatFile;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.sealing.Keyring;
import io.tidemark.repository.sealing.Passphrase;
import io.tidemark.repository.sealing.PassphraseCost;
import io.tidemark.repository.sealing.PassphraseSource;
import io.tidemark.repository.sealing.RepositoryKey;
import io.tidemark.repository.store.ObjectExistsException;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectTooLargeException;
import io.tidemark.repository.store.PutMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way into a repository: `tidemark.json`, and the keys of a sealed one.
///
/// @param keys  null if it is not sealed
record RepositoryEntry(RepositoryFormat format, @Nullable Keyring keys) {

    static @Nullable Keyring init(ObjectStore store, RepositoryFormat format) throws IOException {
        create(store, FormatFile.encode(format));
        return null;
    }

    /// The key is stored before the repository exists, so that no sealed repository is ever without one.
    static Keyring initSealed(
            ObjectStore store, RepositoryFormat format, Passphrase passphrase, PassphraseCost cost, String label)
            throws IOException {
        if (store.head(FormatFile.KEY).isPresent()) {
            throw new RepositoryExistsException(store.location(), null);
        }
        Keyring keys =
                Keyring.create(store, format.id(), RepositoryKey.create(format.createdAt(), label), passphrase, cost);
        try {
            create(store, keys.encode(format));
        } catch (RepositoryExistsException e) {
            keys.discard();
            throw e;
        }
        return keys;
    }

    private static void create(ObjectStore store, ByteBuffer file) throws IOException {
        try {
            store.put(FormatFile.KEY, file, PutMode.CREATE);
        } catch (ObjectExistsException e) {
            throw new RepositoryExistsException(store.location(), e);
        }
    }

    static RepositoryEntry open(ObjectStore store, PassphraseSource passphrases) throws IOException {
        ByteBuffer content;
        try {
            content = store.get(FormatFile.KEY);
        } catch (ObjectMissingException e) {
            throw new RepositoryMissingException(store.location(), e);
        } catch (ObjectTooLargeException e) {
            throw new ObjectCorruptException(FormatFile.KEY, 0, "a small JSON file", "a very large object", e);
        }
        RepositoryFormat format = FormatFile.parse(content);
        if (format.isSealed()) {
            return new RepositoryEntry(format, unlock(store, format, content, passphrases));
        }
        if (passphrases.isGiven()) {
            throw new NotSealedException(store.location());
        }
        return new RepositoryEntry(format, null);
    }

    private static Keyring unlock(
            ObjectStore store, RepositoryFormat format, ByteBuffer content, PassphraseSource passphrases)
            throws IOException {
        Optional<Passphrase> given = passphrases.passphrase();
        if (given.isEmpty()) {
            throw new PassphraseMissingException(store.location());
        }
        try (Passphrase passphrase = given.get()) {
            Keyring keys = Keyring.open(store, format.id(), passphrase);
            keys.requireUnchanged(content);
            return keys;
        }
    }
}
