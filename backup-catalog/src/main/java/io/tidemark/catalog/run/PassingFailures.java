package io.tidemark.catalog.run;

import java.util.Set;

/// The failures that may pass by themselves: trying again later makes sense. All others want somebody to act
/// first, or tell of damage, and are never retried on their own.
public final class PassingFailures {
    /// Codes as runs carry them.
    public static final Set<String> CODES = Set.of(
            "image-busy", "image-changed", "collected-meanwhile", "store-unavailable", "store-failed", "io-error");

    private PassingFailures() {}

    static boolean include(String code) {
        return CODES.contains(code);
    }
}
