package io.tidemark.repository.chunk;

import org.jspecify.annotations.Nullable;

/// A record does not hold the chunk it should; who knows the record's place turns this into an
/// [ObjectCorruptException][io.tidemark.repository.error.ObjectCorruptException].
public final class MismatchException extends Exception {

    private final String expected;
    private final String found;

    MismatchException(String expected, String found, @Nullable Throwable cause) {
        super("expected " + expected + ", found " + found, cause);
        this.expected = expected;
        this.found = found;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
