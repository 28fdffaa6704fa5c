package io.tidemark.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What machines are marked with and chosen by: keys with one value each, such as `env=production`.
///
/// @param values by key, at most [#MAXIMUM]; keys are 1 to 63 lower-case letters, digits and any of `. _ - /`, with a
///               letter or digit at both ends, values 1 to 100 characters without control characters
public record Labels(SortedMap<String, String> values) {
    /// How many labels a thing may have.
    public static final int MAXIMUM = 32;

    /// What a key looks like.
    public static final String KEY = "[a-z0-9](?:[a-z0-9._/-]{0,61}[a-z0-9])?";

    public static final Labels NONE = new Labels(new TreeMap<>());

    private static final Pattern KEYS = Pattern.compile(KEY);
    private static final int LONGEST_VALUE = 100;

    /// @throws InvalidRequest `labels-invalid`
    public Labels {
        if (values.size() > MAXIMUM) {
            throw invalid("At most " + MAXIMUM + " labels are allowed, found " + values.size() + ".");
        }
        values.forEach((key, value) -> {
            if (!KEYS.matcher(key).matches()) {
                throw invalid("\"" + key + "\" is no key of a label: 1 to 63 lower-case letters, digits and any of"
                        + " . _ - /, with a letter or digit at both ends.");
            }
            if (value.isBlank()
                    || value.length() > LONGEST_VALUE
                    || value.chars().anyMatch(Character::isISOControl)) {
                throw invalid("The value of label \"" + key + "\" must be 1 to " + LONGEST_VALUE
                        + " characters without control characters.");
            }
        });
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /// The labels of a map in any order.
    ///
    /// @throws InvalidRequest `labels-invalid`
    public static Labels of(Map<String, String> values) {
        return new Labels(new TreeMap<>(values));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    private static InvalidRequest invalid(String message) {
        return new InvalidRequest("labels-invalid", message);
    }
}
