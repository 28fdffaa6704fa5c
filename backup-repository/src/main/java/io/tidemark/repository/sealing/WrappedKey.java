package io.tidemark.repository.sealing;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectHeader;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.format.SealingMethod;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;

/// The master key as one passphrase wraps it ("Key" in `docs/repository-format.md`). Everything in it but the wrapped
/// key may be read by whoever has the store, and nothing in it can be changed without making it useless.
final class WrappedKey {

    /// In UTF-8.
    static final int MAX_LABEL_BYTES = 200;

    private final RepositoryKey key;
    private final PassphraseCost cost;
    private final byte[] salt;
    private final byte[] nonce;
    private final byte[] wrapped;

    private WrappedKey(RepositoryKey key, PassphraseCost cost, byte[] salt, byte[] nonce, byte[] wrapped) {
        this.key = key;
        this.cost = cost;
        this.salt = salt;
        this.nonce = nonce;
        this.wrapped = wrapped;
    }

    static WrappedKey wrap(
            MasterKey master, Passphrase passphrase, PassphraseCost cost, RepositoryId repository, RepositoryKey key) {
        byte[] salt = AesGcm.randomBytes(PassphraseCost.SALT_LENGTH);
        byte[] nonce = AesGcm.randomBytes(AesGcm.NONCE_LENGTH);
        byte[] associated = associated(repository, key, cost, salt);
        return new WrappedKey(key, cost, salt, nonce, master.wrap(cost.key(passphrase, salt), nonce, associated));
    }

    RepositoryKey key() {
        return key;
    }

    /// The master key, unless the passphrase is another one.
    Optional<MasterKey> unwrap(Passphrase passphrase, RepositoryId repository) {
        try {
            return Optional.of(MasterKey.unwrap(
                    cost.key(passphrase, salt), nonce, associated(repository, key, cost, salt), wrapped));
        } catch (AEADBadTagException wrong) {
            return Optional.empty();
        }
    }

    ByteBuffer encode(RepositoryId repository) {
        byte[] open = open(key, cost, salt);
        ByteBuffer body = ByteBuffer.allocate(open.length + nonce.length + wrapped.length);
        body.put(open).put(nonce).put(wrapped).flip();
        return ObjectEnvelope.enclose(header(repository, key.id()), body);
    }

    /// Reads and checks a key.
    ///
    /// @param object  all of its bytes
    static WrappedKey parse(RepositoryId repository, UUID id, ByteBuffer object) throws RepositoryException {
        String name = RepositoryKey.PREFIX + id;
        BoundedReader in = ObjectEnvelope.open(name, object, header(repository, id));
        try {
            PassphraseCost cost =
                    new PassphraseCost((int) in.u32("memory of Argon2id"), (int) in.u32("iterations of Argon2id"), (int)
                            in.u32("lanes of Argon2id"));
            byte[] salt = bytes(in, PassphraseCost.SALT_LENGTH, "salt");
            Instant createdAt = Instant.ofEpochSecond(in.i64("when the key was made"));
            String label = in.text(MAX_LABEL_BYTES, "label of a key");
            byte[] nonce = bytes(in, AesGcm.NONCE_LENGTH, "nonce");
            byte[] wrapped = bytes(in, MasterKey.WRAPPED_LENGTH, "wrapped key");
            return new WrappedKey(new RepositoryKey(id, createdAt, label), cost, salt, nonce, wrapped);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ObjectCorruptException(
                    name, in.offset(), "a key that makes sense", String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] bytes(BoundedReader in, int length, String what) throws ObjectCorruptException {
        byte[] bytes = new byte[length];
        in.bytes(length, what).get(bytes);
        return bytes;
    }

    /// The part of the body that anybody may read.
    private static byte[] open(RepositoryKey key, PassphraseCost cost, byte[] salt) {
        byte[] label = key.label().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(12 + salt.length + 8 + 2 + label.length)
                .putInt(cost.memoryKib())
                .putInt(cost.iterations())
                .putInt(cost.lanes())
                .put(salt)
                .putLong(key.createdAt().getEpochSecond())
                .putShort((short) label.length)
                .put(label)
                .array();
    }

    private static byte[] associated(RepositoryId repository, RepositoryKey key, PassphraseCost cost, byte[] salt) {
        byte[] open = open(key, cost, salt);
        return ByteBuffer.allocate(ObjectHeader.LENGTH + open.length)
                .put(header(repository, key.id()).bytes())
                .put(open)
                .array();
    }

    /// Keys lie in the clear themselves: what opens a repository cannot be sealed by it.
    private static ObjectHeader header(RepositoryId repository, UUID id) {
        return new ObjectHeader(ObjectKind.KEY, SealingMethod.NONE, repository, id);
    }
}
