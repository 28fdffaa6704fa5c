package io.tidemark.repository.sealing;

import io.tidemark.repository.error.KeyMissingException;
import io.tidemark.repository.error.KeyNeededException;
import io.tidemark.repository.error.PassphraseKnownException;
import io.tidemark.repository.error.WrongKeyException;
import io.tidemark.repository.format.FormatFile;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;

/// The keys of a sealed repository that one passphrase has opened: any number of passphrases, each of which opens all
/// of it. Adding, removing and replacing them stores and deletes objects under `keys/` and nothing else.
///
/// The master key stays the same for ever: who has once had it, or a copy of a removed key and its passphrase, can
/// read what they can get from the store.
public final class Keyring {

    private final ObjectStore store;
    private final RepositoryId repository;
    private final KeyObjects objects;
    private final MasterKey master;
    private final RepositoryKey opened;

    private Keyring(ObjectStore store, RepositoryId repository, MasterKey master, RepositoryKey opened) {
        this.store = store;
        this.repository = repository;
        this.objects = new KeyObjects(store, repository);
        this.master = master;
        this.opened = opened;
    }

    /// Makes the secret of a new repository and stores it, wrapped, before the repository exists.
    public static Keyring create(
            ObjectStore store, RepositoryId repository, RepositoryKey first, Passphrase passphrase, PassphraseCost cost)
            throws IOException {
        MasterKey master = MasterKey.random();
        Keyring keys = new Keyring(store, repository, master, first);
        keys.objects.store(WrappedKey.wrap(master, passphrase, cost, repository, first), passphrase);
        return keys;
    }

    /// Takes back what [#create] has stored, when the repository did not come to be.
    public void discard() throws IOException {
        objects.delete(opened);
    }

    /// Opens a repository by trying its keys, oldest first. Reads nothing but the objects under `keys/`.
    ///
    /// @throws WrongKeyException if the passphrase opens none of them
    public static Keyring open(ObjectStore store, RepositoryId repository, Passphrase passphrase) throws IOException {
        KeyObjects.Found found = new KeyObjects(store, repository).read();
        for (WrappedKey each : found.intact()) {
            Optional<MasterKey> master = each.unwrap(passphrase, repository);
            if (master.isPresent()) {
                return new Keyring(store, repository, master.get(), each.key());
            }
        }
        WrongKeyException wrong = new WrongKeyException(
                store.location(), found.intact().size(), found.damaged().size());
        found.damaged().values().forEach(wrong::addSuppressed);
        throw wrong;
    }

    /// What the repository's objects are sealed with.
    public Sealing sealing() {
        return new Aes256Gcm(repository, master);
    }

    /// `tidemark.json` of a new repository.
    public ByteBuffer encode(RepositoryFormat format) {
        return FormatFile.encode(format, mac());
    }

    /// Checks that `tidemark.json` is the one that was written when the repository was made.
    ///
    /// @param content  what was read
    /// @throws io.tidemark.repository.error.ObjectCorruptException if it was changed since, by whomever
    public void requireUnchanged(ByteBuffer content) throws IOException {
        FormatFile.requireMac(content, mac());
    }

    private Mac mac() {
        return Aes256Gcm.mac(master.derive(repository, "format"));
    }

    /// All keys, those that cannot be read too.
    public KeyListing list() throws IOException {
        KeyObjects.Found found = objects.read();
        return new KeyListing(found.intact().stream().map(WrappedKey::key).toList(), found.damaged());
    }

    /// The key that the passphrase has opened.
    public RepositoryKey opened() {
        return opened;
    }

    /// Lets one more passphrase open the repository. Costs a try of every key that there is.
    ///
    /// @throws PassphraseKnownException if it opens one of them
    public RepositoryKey add(Passphrase passphrase, PassphraseCost cost, Instant now, String label) throws IOException {
        return add(passphrase, cost, RepositoryKey.create(now, label));
    }

    private RepositoryKey add(Passphrase passphrase, PassphraseCost cost, RepositoryKey key) throws IOException {
        for (WrappedKey each : objects.read().intact()) {
            if (each.unwrap(passphrase, repository).isPresent()) {
                RepositoryKey known = each.key();
                throw new PassphraseKnownException(store.location(), known.id().toString(), known.label());
            }
        }
        objects.store(WrappedKey.wrap(master, passphrase, cost, repository, key), passphrase);
        return key;
    }

    /// Takes away a passphrase's power to open the repository, also when its key is damaged.
    ///
    /// @throws KeyNeededException if it is the key that was opened: so one whose passphrase is known always stays
    /// @throws KeyMissingException if there is none
    public void remove(UUID id) throws IOException {
        if (id.equals(opened.id())) {
            throw new KeyNeededException(id.toString(), store.location());
        }
        KeyObjects.Found found = objects.read();
        Optional<WrappedKey> removed = found.intact().stream()
                .filter(each -> each.key().id().equals(id))
                .findFirst();
        RepositoryKey key = new RepositoryKey(id, Instant.EPOCH, "");
        if (removed.isEmpty() && !found.damaged().containsKey(key.key())) {
            throw new KeyMissingException(id.toString(), store.location());
        }
        objects.delete(key);
        boolean mineIsLeft = objects.read().intact().stream()
                .anyMatch(each -> each.key().id().equals(opened.id()));
        if (!mineIsLeft && removed.isPresent()) {
            // Somebody removed ours meanwhile, as we removed theirs: nobody would be left who can open it.
            objects.putBack(removed.get());
            throw new KeyNeededException(id.toString(), store.location());
        }
    }

    /// Puts a new passphrase in the place of the one that was given. Stores one object, then deletes one.
    ///
    /// @throws PassphraseKnownException if the new one opens a key already, that of the given one included
    public RepositoryKey rotate(Passphrase passphrase, PassphraseCost cost, Instant now) throws IOException {
        RepositoryKey key = add(passphrase, cost, RepositoryKey.create(now, "").withLabelOf(opened));
        objects.delete(opened);
        return key;
    }
}
