package io.tidemark.repository.point;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.format.BoundedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/// The kinds of fields in a manifest, big endian.
final class ManifestField {

    private ManifestField() {}

    /// A 16-bit length and UTF-8; [DataOutputStream#writeUTF] would write another encoding.
    static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    static void write(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    static void write(DataOutputStream out, ChunkId id) throws IOException {
        out.writeLong(id.a());
        out.writeLong(id.b());
        out.writeLong(id.c());
        out.writeLong(id.d());
    }

    /// Seconds since 1970 and nanoseconds.
    static void write(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    static Instant instant(BoundedReader in) throws ObjectCorruptException {
        long seconds = in.i64("seconds");
        return Instant.ofEpochSecond(seconds, in.count(999_999_999, "nanoseconds"));
    }
}
