package io.tidemark.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What machines are marked with and chosen by: keys with one value each, such as `env=production`.
///
/// @param values by key, at most [#MAXIMUM]; keys are 1 to 63 lower-case letters, digits and any of `. _ - /`, with a
///               letter or digit at both ends, values 1 to 100 letters, digits, spaces and any of `. _ : @ + -`,
///               likewise
public record Labels(SortedMap<String, String> values) {
    /// How many labels a thing may have.
    public static final int MAXIMUM = 32;

    /// What a key looks like.
    public static final String KEY = "[a-z0-9](?:[a-z0-9._/-]{0,61}[a-z0-9])?";

    public static final Labels NONE = new Labels(new TreeMap<>());

    /// What a value looks like: as the names of machines do.
    public static final String VALUE = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N} ._:@+-]{0,98}[\\p{L}\\p{N}])?";

    private static final Pattern KEYS = Pattern.compile(KEY);
    private static final Pattern VALUES = Pattern.compile(VALUE);

    /// @throws InvalidRequest `labels-invalid`
    public Labels {
        if (values.size() > MAXIMUM) {
            throw invalid("At most " + MAXIMUM + " labels are allowed, found " + values.size() + ".");
        }
        values.forEach((key, value) -> fault(key, value).ifPresent(fault -> {
            throw invalid(fault);
        }));
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /// The labels of a map in any order.
    ///
    /// @throws InvalidRequest `labels-invalid`
    public static Labels of(Map<String, String> values) {
        return new Labels(new TreeMap<>(values));
    }

    /// What is wrong with a label, in a sentence; empty when it is one.
    static Optional<String> fault(String key, String value) {
        if (!KEYS.matcher(key).matches()) {
            return Optional.of("\"" + key + "\" is no key of a label: 1 to 63 lower-case letters, digits and any of"
                    + " . _ - /, with a letter or digit at both ends.");
        }
        if (!VALUES.matcher(value).matches()) {
            return Optional.of("The value of label \"" + key + "\" must be 1 to 100 letters, digits, spaces or any of"
                    + " . _ : @ + -, with a letter or digit at both ends.");
        }
        return Optional.empty();
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    private static InvalidRequest invalid(String message) {
        return new InvalidRequest("labels-invalid", message);
    }
}
