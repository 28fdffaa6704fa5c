package io.tidemark.repository.sealing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// What a person knows and opens a repository with: its bytes in UTF-8, as typed. Wiped from memory by [#close()];
/// copies that others made of it are theirs to wipe.
public final class Passphrase implements AutoCloseable {

    /// In UTF-8. Longer ones are mistakes: a wrong file.
    public static final int MAX_BYTES = 4096;

    private static final int MAX_BYTES_PER_CHARACTER = 3;

    private final byte[] bytes;

    private Passphrase(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            Arrays.fill(bytes, (byte) 0);
            throw new IllegalArgumentException("A passphrase has 1 to " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        this.bytes = bytes;
    }

    /// A passphrase of characters, which are the caller's to wipe.
    ///
    /// @throws IllegalArgumentException if it is empty, too long, or has half a surrogate pair
    public static Passphrase of(char[] characters) {
        ByteBuffer encoded = ByteBuffer.allocate(characters.length * MAX_BYTES_PER_CHARACTER);
        CoderResult result = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters), encoded, true);
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
        Arrays.fill(encoded.array(), (byte) 0);
        if (result.isError()) {
            Arrays.fill(bytes, (byte) 0);
            throw new IllegalArgumentException("A passphrase consists of characters that UTF-8 has");
        }
        return new Passphrase(bytes);
    }

    /// A passphrase of bytes, which are the caller's to wipe.
    ///
    /// @throws IllegalArgumentException if it is empty or too long
    public static Passphrase of(byte[] utf8) {
        return new Passphrase(utf8.clone());
    }

    /// The passphrase in the first line of a file; the line's end, `\n` or `\r\n`, is not part of it.
    ///
    /// @throws IllegalArgumentException if that line is empty or too long; says which file
    public static Passphrase firstLineOf(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(MAX_BYTES + 2);
        }
        int end = 0;
        while (end < start.length && start[end] != '\n') {
            end++;
        }
        if (end > 0 && start[end - 1] == '\r') {
            end--;
        }
        try {
            return new Passphrase(Arrays.copyOf(start, end));
        } catch (IllegalArgumentException thrown) {
            throw new IllegalArgumentException(
                    "The first line of " + file + " is no passphrase: " + thrown.getMessage(), thrown);
        } finally {
            Arrays.fill(start, (byte) 0);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /// Whether both are the same: for one that was asked for twice.
    public boolean isSame(Passphrase other) {
        return Arrays.equals(bytes, other.bytes);
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    /// Never what it is.
    @Override
    public String toString() {
        return "a passphrase";
    }
}
