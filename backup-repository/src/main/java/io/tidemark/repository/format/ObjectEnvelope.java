package io.tidemark.repository.format;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;

/// How index segments and point manifests are enclosed: header, length, body, SHA-256 of all before it ("Envelope" in
/// `docs/repository-format.md`).
public final class ObjectEnvelope {

    /// What the envelope adds to a body.
    public static final int OVERHEAD = ObjectHeader.LENGTH + 8 + 32;

    private static final int BODY_OFFSET = ObjectHeader.LENGTH + 8;
    private static final int DIGEST_LENGTH = 32;

    private ObjectEnvelope() {}

    /// Encloses a body, from its position to its limit, which do not move.
    public static ByteBuffer enclose(ObjectHeader header, ByteBuffer body) {
        ByteBuffer object = ByteBuffer.allocate(body.remaining() + OVERHEAD).order(ByteOrder.BIG_ENDIAN);
        header.encode(object);
        object.putLong(body.remaining()).put(body.duplicate());
        object.put(digest(object.slice(0, object.position())));
        return object.flip();
    }

    /// Checks an object as a whole and gives its body.
    ///
    /// @param object  all bytes of the object; the position does not move
    public static BoundedReader open(String key, ByteBuffer object, ObjectKind kind, RepositoryId repository, UUID id)
            throws RepositoryException {
        BoundedReader in = new BoundedReader(key, 0, object);
        ObjectHeader.require(in, kind, repository, id);
        long length = in.i64("length of the body");
        if (length != (long) in.remaining() - DIGEST_LENGTH) {
            throw new ObjectCorruptException(
                    key,
                    ObjectHeader.LENGTH,
                    "a body of " + length + " bytes",
                    in.remaining() - DIGEST_LENGTH + " bytes");
        }
        BoundedReader body = in.part((int) length, "body");
        byte[] stored = new byte[DIGEST_LENGTH];
        in.bytes(DIGEST_LENGTH, "checksum").get(stored);
        byte[] computed = digest(object.slice(object.position(), BODY_OFFSET + (int) length));
        if (!MessageDigest.isEqual(stored, computed)) {
            throw new ObjectCorruptException(
                    key,
                    BODY_OFFSET + length,
                    "SHA-256 " + HexFormat.of().formatHex(computed),
                    HexFormat.of().formatHex(stored));
        }
        return body;
    }

    private static byte[] digest(ByteBuffer bytes) {
        MessageDigest sha256 = Sha256.newDigest();
        sha256.update(bytes);
        return sha256.digest();
    }
}
