package io.tidemark.repository.point;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.format.Repeatable;
import io.tidemark.repository.sealing.Sealing;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;

/// What keeps a point from being deleted ("Pin" in `docs/repository-format.md`). A point is pinned as long as
/// it has one; each is an object of its own, so that nobody's pin is lost by another's.
///
/// @param point  that is pinned
/// @param id  122 random bits, never used again
/// @param at  when it was pinned, by the clock of who did
/// @param reason  for people, at most 4096 bytes; may be empty
public record Pin(PointId point, UUID id, Instant at, String reason) {

    /// All pins lie under this, those of one point under its id.
    public static final String PREFIX = "pins/";

    public Pin {
        PointText.require(reason, "the reason of a pin");
    }

    /// A new pin.
    public static Pin of(PointId point, Instant at, String reason) {
        return new Pin(point, Repeatable.randomId(), at, reason);
    }

    /// What the keys of all pins of a point begin with.
    public static String prefix(PointId point) {
        return PREFIX + point + "/";
    }

    /// The object's key in the store.
    public String key() {
        return prefix(point) + id;
    }

    public ByteBuffer encode(Sealing sealing) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(body)) {
            ManifestField.write(out, at);
            ManifestField.write(out, reason);
        } catch (IOException e) {
            throw new IllegalStateException("Memory refused to be written", e);
        }
        return sealing.enclose(ObjectKind.PIN, id, ByteBuffer.wrap(body.toByteArray()));
    }

    /// Reads and checks a pin.
    ///
    /// @param object  all of its bytes
    public static Pin parse(Sealing sealing, PointId point, UUID id, ByteBuffer object) throws RepositoryException {
        String key = prefix(point) + id;
        BoundedReader in = sealing.open(key, object, ObjectKind.PIN, id);
        try {
            Instant at = ManifestField.instant(in);
            return new Pin(point, id, at, in.text(PointText.MAX_BYTES, "reason"));
        } catch (DateTimeException e) {
            throw new ObjectCorruptException(key, in.offset(), "an instant", String.valueOf(e.getMessage()), e);
        }
    }
}
