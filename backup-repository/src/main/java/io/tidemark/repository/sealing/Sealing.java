package io.tidemark.repository.sealing;

import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectHeader;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.format.SealingMethod;
import java.nio.ByteBuffer;
import java.util.UUID;
import javax.crypto.AEADBadTagException;

/// How the objects of one repository are enclosed: in the clear, or sealed under its keys. Thread-safe.
public abstract sealed class Sealing permits Unsealed, Aes256Gcm {

    private final RepositoryId repository;
    private final SealingMethod method;

    Sealing(RepositoryId repository, SealingMethod method) {
        this.repository = repository;
        this.method = method;
    }

    /// The sealing of a plain repository.
    public static Sealing none(RepositoryId repository) {
        return new Unsealed(repository);
    }

    public final RepositoryId repository() {
        return repository;
    }

    public final SealingMethod method() {
        return method;
    }

    /// The header of an object of this repository.
    public final ObjectHeader header(ObjectKind kind, UUID object) {
        return new ObjectHeader(kind, method, repository, object);
    }

    /// Makes an object of a body, from its position to its limit, which do not move.
    public final ByteBuffer enclose(ObjectKind kind, UUID object, ByteBuffer body) {
        ObjectHeader header = header(kind, object);
        return ObjectEnvelope.enclose(header, sealBody(header, body));
    }

    /// Checks an object as a whole, opens it and gives its body.
    ///
    /// @param object  all bytes of the object; the position does not move
    /// @throws RepositoryException if it is not the object that was asked for, whole and unchanged
    public final BoundedReader open(String key, ByteBuffer object, ObjectKind kind, UUID id)
            throws RepositoryException {
        ObjectHeader header = header(kind, id);
        BoundedReader stored = ObjectEnvelope.open(key, object, header);
        try {
            return openBody(header, stored);
        } catch (AEADBadTagException e) {
            throw stored.broken(e);
        }
    }

    /// A new hash that makes content ids.
    public abstract ContentHash contentHash();

    /// A new cipher for packs.
    public abstract RecordCipher recordCipher();

    /// What sealing adds to a record or a footer.
    public final int recordOverhead() {
        return switch (method) {
            case NONE -> 0;
            case AES_256_GCM -> AesGcm.TAG_LENGTH;
        };
    }

    /// The body as it is stored.
    abstract ByteBuffer sealBody(ObjectHeader header, ByteBuffer body);

    /// The body as it was.
    abstract BoundedReader openBody(ObjectHeader header, BoundedReader stored)
            throws RepositoryException, AEADBadTagException;
}
