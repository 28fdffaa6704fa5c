package io.tidemark.repository.sealing;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.CanonicalUuid;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectTooLargeException;
import io.tidemark.repository.store.PutMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// The objects under `keys/`, which anybody may read.
final class KeyObjects {

    /// Those that can be read, oldest first, and why others cannot.
    record Found(List<WrappedKey> intact, Map<String, RepositoryException> damaged) {}

    private final ObjectStore store;
    private final RepositoryId repository;

    KeyObjects(ObjectStore store, RepositoryId repository) {
        this.store = store;
        this.repository = repository;
    }

    Found read() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        store.list(RepositoryKey.PREFIX, object -> names.add(object.key()));
        List<WrappedKey> intact = new ArrayList<>();
        Map<String, RepositoryException> damaged = new TreeMap<>();
        for (String name : names) {
            try {
                read(name).ifPresent(intact::add);
            } catch (RepositoryException e) {
                damaged.put(name, e);
            }
        }
        intact.sort(Comparator.comparing((WrappedKey each) -> each.key().createdAt())
                .thenComparing(each -> each.key().id()));
        return new Found(intact, damaged);
    }

    /// A key, or nothing if it was removed meanwhile.
    private Optional<WrappedKey> read(String name) throws IOException {
        try {
            UUID id = CanonicalUuid.parse(name.substring(RepositoryKey.PREFIX.length()));
            return Optional.of(WrappedKey.parse(repository, id, store.get(name)));
        } catch (ObjectMissingException removedMeanwhile) {
            return Optional.empty();
        } catch (IllegalArgumentException | ObjectTooLargeException e) {
            throw new ObjectCorruptException(name, 0, "a key named by a UUID", "something else", e);
        }
    }

    /// Stores a key and proves that it can be read back and opens.
    void store(WrappedKey key, Passphrase passphrase) throws IOException {
        String name = key.key().key();
        store.put(name, key.encode(repository), PutMode.CREATE);
        WrappedKey stored = WrappedKey.parse(repository, key.key().id(), store.get(name));
        if (stored.unwrap(passphrase, repository).isEmpty()) {
            throw new ObjectCorruptException(name, 0, "the key that was just stored", "another one");
        }
    }

    void putBack(WrappedKey key) throws IOException {
        store.put(key.key().key(), key.encode(repository), PutMode.ANY);
    }

    void delete(RepositoryKey key) throws IOException {
        store.delete(key.key());
    }
}
