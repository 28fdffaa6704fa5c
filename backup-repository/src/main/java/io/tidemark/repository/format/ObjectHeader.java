package io.tidemark.repository.format;

import io.tidemark.repository.error.FormatTooNewException;
import io.tidemark.repository.error.FormatTooOldException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The first 48 bytes of every binary object: what it is, whose it is, and which one ("Object header" in
/// `docs/repository-format.md`).
///
/// Holding its own id, an object that was copied over another one is recognised.
///
/// @param kind  what the object is
/// @param sealing  how what follows is sealed; the header itself is always in the clear
/// @param repository  the repository it was written for
/// @param object  its own id, which is also its name in the store
public record ObjectHeader(ObjectKind kind, SealingMethod sealing, RepositoryId repository, UUID object) {

    public static final int LENGTH = 48;
    public static final int VERSION = 1;
    static final int OLDEST_VERSION = 1;
    /// `TIDEMARK` in ASCII.
    static final long MAGIC = 0x544944454d41524bL;

    private static final int CHECKED_LENGTH = 44;

    /// Writes the header at the buffer's position, which moves past it.
    public void encode(ByteBuffer out) {
        ByteBuffer header = out.slice(out.position(), LENGTH).order(ByteOrder.BIG_ENDIAN);
        header.putLong(MAGIC).putShort((short) VERSION).put((byte) kind.value()).put((byte) sealing.value());
        putUuid(header, repository.id());
        putUuid(header, object);
        header.putInt(checksum(header));
        out.position(out.position() + LENGTH);
    }

    /// The header's bytes.
    public byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        encode(bytes);
        return bytes.array();
    }

    /// Reads the header of an object and checks that it is this one, which was asked for.
    public void require(BoundedReader in) throws RepositoryException {
        ObjectHeader found = parse(in);
        if (found.kind != kind) {
            throw new ObjectCorruptException(in.key(), 10, "an object of kind " + kind, "kind " + found.kind);
        }
        if (found.sealing != sealing) {
            // Nobody may make a sealed repository believe an object that is not sealed.
            throw new ObjectCorruptException(
                    in.key(), 11, "an object with sealing " + sealing, "one with sealing " + found.sealing);
        }
        if (!found.repository.equals(repository)) {
            throw new ObjectCorruptException(
                    in.key(), 12, "an object of repository " + repository, "one of repository " + found.repository);
        }
        if (!found.object.equals(object)) {
            throw new ObjectCorruptException(in.key(), 28, "object " + object, "object " + found.object);
        }
    }

    static ObjectHeader parse(BoundedReader in) throws RepositoryException {
        ByteBuffer bytes = in.bytes(LENGTH, "object header");
        if (bytes.getLong() != MAGIC) {
            throw new ObjectCorruptException(in.key(), 0, "the magic TIDEMARK", "other bytes");
        }
        int stored = bytes.getInt(CHECKED_LENGTH);
        int computed = checksum(bytes);
        if (stored != computed) {
            throw new ObjectCorruptException(
                    in.key(),
                    CHECKED_LENGTH,
                    "header checksum " + Integer.toHexString(computed),
                    Integer.toHexString(stored));
        }
        int version = Short.toUnsignedInt(bytes.getShort());
        if (version > VERSION) {
            throw new FormatTooNewException(in.key(), "format version " + version, "versions up to " + VERSION);
        }
        if (version < OLDEST_VERSION) {
            throw new FormatTooOldException(in.key(), version, OLDEST_VERSION);
        }
        int kindValue = Byte.toUnsignedInt(bytes.get());
        ObjectKind kind = ObjectKind.of(kindValue);
        if (kind == null) {
            throw new FormatTooNewException(in.key(), "object kind " + kindValue, ObjectKind.known());
        }
        int sealingValue = Byte.toUnsignedInt(bytes.get());
        SealingMethod sealing = SealingMethod.of(sealingValue);
        if (sealing == null) {
            throw new FormatTooNewException(in.key(), "sealing method " + sealingValue, "only methods 0 and 1");
        }
        RepositoryId repository = new RepositoryId(new UUID(bytes.getLong(), bytes.getLong()));
        return new ObjectHeader(kind, sealing, repository, new UUID(bytes.getLong(), bytes.getLong()));
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, CHECKED_LENGTH));
        return (int) crc.getValue();
    }

    private static void putUuid(ByteBuffer out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
}
