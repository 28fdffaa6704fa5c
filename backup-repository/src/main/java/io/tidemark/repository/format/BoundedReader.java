package io.tidemark.repository.format;

import io.tidemark.repository.error.ObjectCorruptException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Reads fields, big endian, from bytes that came from a store, and refuses to go beyond them.
///
/// Every failure is an [ObjectCorruptException] that names the object, the place in it and the field.
public final class BoundedReader {

    private final String key;
    private final long base;
    private final ByteBuffer bytes;

    /// @param key  the object the bytes are from
    /// @param base  where in the object the first of them lies
    /// @param bytes  read from position to limit; the buffer's own position does not move
    public BoundedReader(String key, long base, ByteBuffer bytes) {
        this.key = key;
        this.base = base;
        this.bytes = bytes.slice().order(ByteOrder.BIG_ENDIAN);
    }

    public String key() {
        return key;
    }

    /// The place of the next field, from the object's start.
    public long offset() {
        return base + bytes.position();
    }

    public int remaining() {
        return bytes.remaining();
    }

    public int u8(String what) throws ObjectCorruptException {
        require(1, what);
        return Byte.toUnsignedInt(bytes.get());
    }

    public int u16(String what) throws ObjectCorruptException {
        require(2, what);
        return Short.toUnsignedInt(bytes.getShort());
    }

    public long u32(String what) throws ObjectCorruptException {
        require(4, what);
        return Integer.toUnsignedLong(bytes.getInt());
    }

    /// A 32-bit number that must not exceed a bound: a count or a length, to be used only after this check.
    public int count(int bound, String what) throws ObjectCorruptException {
        long value = u32(what);
        if (value > bound) {
            throw corrupt(4, what + " of at most " + bound, Long.toString(value));
        }
        return (int) value;
    }

    public long i64(String what) throws ObjectCorruptException {
        require(8, what);
        return bytes.getLong();
    }

    /// A 64-bit number that is not negative.
    public long size(String what) throws ObjectCorruptException {
        long value = i64(what);
        if (value < 0) {
            throw corrupt(8, what + " that is not negative", Long.toString(value));
        }
        return value;
    }

    public UUID uuid(String what) throws ObjectCorruptException {
        require(16, what);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /// UTF-8 after a 16-bit length.
    public String text(int maxBytes, String what) throws ObjectCorruptException {
        int length = u16("length of " + what);
        if (length > maxBytes) {
            throw corrupt(2, what + " of at most " + maxBytes + " bytes", length + " bytes");
        }
        ByteBuffer encoded = bytes(length, what);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
        } catch (CharacterCodingException e) {
            throw new ObjectCorruptException(key, offset() - length, what + " in UTF-8", "other bytes", e);
        }
    }

    /// A view of the next bytes.
    public ByteBuffer bytes(int length, String what) throws ObjectCorruptException {
        require(length, what);
        ByteBuffer view = bytes.slice(bytes.position(), length).order(ByteOrder.BIG_ENDIAN);
        bytes.position(bytes.position() + length);
        return view;
    }

    /// A reader of the next bytes alone.
    public BoundedReader part(int length, String what) throws ObjectCorruptException {
        long start = offset();
        return new BoundedReader(key, start, bytes(length, what));
    }

    /// A byte range that must be zero in this version of the format.
    public void zeros(int length, String what) throws ObjectCorruptException {
        ByteBuffer view = bytes(length, what);
        while (view.hasRemaining()) {
            if (view.get() != 0) {
                throw corrupt(length, what + " of zeros", "other bytes");
            }
        }
    }

    /// A complaint about the field that ends at the current place.
    ///
    /// @param back  the field's length
    public ObjectCorruptException corrupt(int back, String expected, String found) {
        return new ObjectCorruptException(key, offset() - back, expected, found);
    }

    /// A complaint about bytes before the current place whose seal does not fit.
    public ObjectCorruptException broken(Throwable cause) {
        return new ObjectCorruptException(
                key,
                base,
                "bytes that were sealed for this place of this repository",
                "bytes whose seal does not fit: changed, or of another place",
                cause);
    }

    private void require(int length, String what) throws ObjectCorruptException {
        if (length < 0 || length > bytes.remaining()) {
            throw new ObjectCorruptException(
                    key, offset(), length + " bytes of " + what, bytes.remaining() + " bytes to the end");
        }
    }
}
