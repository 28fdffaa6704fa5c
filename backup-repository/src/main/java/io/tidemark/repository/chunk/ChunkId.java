package io.tidemark.repository.chunk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// The name of a chunk or a map page: the SHA-256 of its plain bytes, or their HMAC-SHA-256 in a sealed repository.
/// Equal ids mean equal bytes.
///
/// Held as four numbers (big endian), so that ids can be compared, sorted and stored in primitive arrays.
///
/// @param a  bytes 0 to 7
/// @param b  bytes 8 to 15
/// @param c  bytes 16 to 23
/// @param d  bytes 24 to 31
public record ChunkId(long a, long b, long c, long d) implements Comparable<ChunkId> {

    public static final int LENGTH = 32;

    /// Reads an id at the buffer's position, which moves past it.
    public static ChunkId from(ByteBuffer in) {
        if (in.order() != ByteOrder.BIG_ENDIAN) {
            throw new IllegalArgumentException("Ids are read big endian");
        }
        return new ChunkId(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    /// An id from its bytes.
    ///
    /// @param digest  32 bytes
    public static ChunkId of(byte[] digest) {
        if (digest.length != LENGTH) {
            throw new IllegalArgumentException("An id has " + LENGTH + " bytes, not " + digest.length);
        }
        return from(ByteBuffer.wrap(digest));
    }

    /// An id from its text form.
    ///
    /// @param text  64 hexadecimal digits
    public static ChunkId parse(String text) {
        return of(HexFormat.of().parseHex(text));
    }

    /// Writes the id at the buffer's position, which moves past it.
    public void encode(ByteBuffer out) {
        if (out.order() != ByteOrder.BIG_ENDIAN) {
            throw new IllegalArgumentException("Ids are written big endian");
        }
        out.putLong(a).putLong(b).putLong(c).putLong(d);
    }

    /// In the order of the bytes, as in index segments.
    @Override
    public int compareTo(ChunkId other) {
        int order = Long.compareUnsigned(a, other.a);
        order = order != 0 ? order : Long.compareUnsigned(b, other.b);
        order = order != 0 ? order : Long.compareUnsigned(c, other.c);
        return order != 0 ? order : Long.compareUnsigned(d, other.d);
    }

    /// The bits are evenly spread already.
    @Override
    public int hashCode() {
        return Long.hashCode(a);
    }

    /// 64 hexadecimal digits.
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
    }
}
