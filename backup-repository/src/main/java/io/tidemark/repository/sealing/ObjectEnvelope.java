package io.tidemark.repository.sealing;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectHeader;
import io.tidemark.repository.format.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;

/// How index segments, point manifests and other small objects are enclosed: header, length, body as it is stored,
/// SHA-256 of all before it ("Envelope" in `docs/repository-format.md`). The digest tells damage without any key.
public final class ObjectEnvelope {

    /// What the envelope adds to a body as it is stored.
    public static final int OVERHEAD = ObjectHeader.LENGTH + 8 + 32;

    private static final int BODY_OFFSET = ObjectHeader.LENGTH + 8;
    private static final int DIGEST_LENGTH = 32;

    private ObjectEnvelope() {}

    /// Encloses a body, from its position to its limit, which do not move.
    static ByteBuffer enclose(ObjectHeader header, ByteBuffer body) {
        ByteBuffer object = ByteBuffer.allocate(body.remaining() + OVERHEAD).order(ByteOrder.BIG_ENDIAN);
        header.encode(object);
        object.putLong(body.remaining()).put(body.duplicate());
        object.put(digest(object.slice(0, object.position())));
        return object.flip();
    }

    /// Checks an object as a whole and gives its body as it is stored.
    ///
    /// @param object  all bytes of the object; the position does not move
    static BoundedReader open(String key, ByteBuffer object, ObjectHeader header) throws RepositoryException {
        BoundedReader in = new BoundedReader(key, 0, object);
        header.require(in);
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
