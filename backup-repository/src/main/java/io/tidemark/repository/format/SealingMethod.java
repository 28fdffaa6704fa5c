package io.tidemark.repository.format;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How what a repository keeps is sealed, and with it how content ids are made. Chosen when the repository is made,
/// for ever.
public enum SealingMethod {
    /// Not at all: content ids are the SHA-256 of plain bytes.
    NONE(0, "none", "sha-256"),
    /// AES-256-GCM under keys that are derived from one master key; content ids are HMAC-SHA-256.
    AES_256_GCM(1, "aes-256-gcm", "hmac-sha-256");

    private final int value;
    private final String title;
    private final String hash;

    SealingMethod(int value, String title, String hash) {
        this.value = value;
        this.title = title;
        this.hash = hash;
    }

    /// The byte that stands for it in an [ObjectHeader].
    int value() {
        return value;
    }

    /// The name of the hash that makes content ids, as in `tidemark.json`.
    public String hash() {
        return hash;
    }

    static @Nullable SealingMethod of(int value) {
        for (SealingMethod method : values()) {
            if (method.value == value) {
                return method;
            }
        }
        return null;
    }

    static @Nullable SealingMethod named(String title) {
        for (SealingMethod method : values()) {
            if (method.title.equals(title)) {
                return method;
            }
        }
        return null;
    }

    /// The names that are known, for messages.
    static String known() {
        return Arrays.stream(values())
                .map(method -> "\"" + method.title + "\"")
                .collect(Collectors.joining(" and ", "only ", ""));
    }

    /// The name in `tidemark.json`.
    @Override
    public String toString() {
        return title;
    }
}
