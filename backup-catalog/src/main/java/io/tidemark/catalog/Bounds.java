package io.tidemark.catalog;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The labels to which a caller is bounded: it sees and touches only machines that have every one of them. Without any
/// it is not bounded.
///
/// @param terms labels as `key=value`, in order; two values of one key leave no machine
public record Bounds(List<String> terms) {
    /// Bounded to nothing: all machines.
    public static final Bounds NONE = new Bounds(List.of());

    private static final int MAXIMUM = 32;
    private static final Pattern KEY = Pattern.compile("[a-z0-9](?:[a-z0-9._/-]{0,61}[a-z0-9])?");
    private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}]{1,100}");

    public Bounds {
        SortedSet<String> sorted = new TreeSet<>(terms);
        for (String term : sorted) {
            if (term.indexOf('=') < 1) {
                throw new IllegalArgumentException("A bound is written as key=value, found \"" + term + "\"");
            }
        }
        terms = List.copyOf(sorted);
    }

    /// Bounded to labels.
    ///
    /// @throws InvalidRequest `bounds-invalid`
    public static Bounds of(Map<String, String> labels) {
        if (labels.size() > MAXIMUM) {
            throw new InvalidRequest("bounds-invalid", "At most " + MAXIMUM + " labels can bound a caller.");
        }
        labels.forEach(Bounds::require);
        return new Bounds(labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList());
    }

    /// As an array of the database.
    public static Bounds of(String[] terms) {
        return new Bounds(Arrays.asList(terms));
    }

    /// By key; of two values of one key the last.
    public SortedMap<String, String> labels() {
        SortedMap<String, String> labels = new TreeMap<>();
        for (String term : terms) {
            labels.put(key(term), value(term));
        }
        return labels;
    }

    public boolean isNone() {
        return terms.isEmpty();
    }

    /// Both at once: what lies within these bounds and within the others.
    public Bounds and(Bounds other) {
        SortedSet<String> both = new TreeSet<>(terms);
        both.addAll(other.terms);
        return new Bounds(List.copyOf(both));
    }

    /// Whether all that lies within the others lies within these too.
    public boolean cover(Bounds others) {
        return others.terms.containsAll(terms);
    }

    /// Keys and values side by side, for queries.
    public String[] keys() {
        return column(terms.stream().map(Bounds::key).toList());
    }

    /// The values that belong to [#keys].
    public String[] values() {
        return column(terms.stream().map(Bounds::value).toList());
    }

    /// As an array for the database.
    public String[] written() {
        return column(terms);
    }

    private static void require(String key, String value) {
        if (!KEY.matcher(key).matches() || !VALUE.matcher(value).matches()) {
            throw new InvalidRequest(
                    "bounds-invalid",
                    "\"" + key
                            + "\" with that value is no label: keys are 1 to 63 lower-case letters, digits and any of"
                            + " . _ - /, values 1 to 100 characters.");
        }
    }

    private static String[] column(Collection<String> texts) {
        return texts.toArray(String[]::new);
    }

    private static String key(String term) {
        return term.substring(0, term.indexOf('='));
    }

    private static String value(String term) {
        return term.substring(term.indexOf('=') + 1);
    }
}
