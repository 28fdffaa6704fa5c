package io.tidemark.qcow2.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// A few immutable bytes: names and extension data are bytes, not characters, and must survive unchanged.
public final class Bytes {
    /// No bytes.
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /// The bytes of a text in UTF-8.
    public static Bytes of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A copy of a piece of a buffer, whose position stays.
    public static Bytes copyOf(ByteBuffer buffer, int start, int length) {
        if (length == 0) {
            return EMPTY;
        }
        byte[] copy = new byte[length];
        buffer.get(start, copy);
        return new Bytes(copy);
    }

    /// The SHA-256 of the first bytes of a buffer, whose position stays: what is left of many bytes of which
    /// one only wants to know whether they changed.
    static Bytes digest(ByteBuffer buffer, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(buffer.slice(0, length));
            return new Bytes(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// How many bytes.
    public int length() {
        return content.length;
    }

    /// What a program that takes the bytes for a C string sees of them.
    public Bytes untilNul() {
        for (int i = 0; i < content.length; i++) {
            if (content[i] == 0) {
                return new Bytes(Arrays.copyOf(content, i));
            }
        }
        return this;
    }

    /// Puts the bytes at the buffer's position and advances it.
    public void putInto(ByteBuffer buffer) {
        buffer.put(content);
    }

    /// A read-only, big-endian view.
    public ByteBuffer view() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /// The text these bytes are in UTF-8; bytes that are none become replacement characters.
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return text();
    }
}
