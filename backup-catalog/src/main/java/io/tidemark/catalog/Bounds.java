package io.tidemark.catalog;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The labels to which a caller is bounded: it sees and touches only machines that have every one of them. Without any
/// it is not bounded.
///
/// @param terms labels as `key=value`, in order; two values of one key leave no machine
public record Bounds(List<String> terms) {
    /// Bounded to nothing: all machines.
    public static final Bounds NONE = new Bounds(List.of());

    private static final int MAXIMUM = Labels.MAXIMUM;

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

    /// Bounded to labels that are written as `key=value`.
    ///
    /// @throws InvalidRequest `bounds-invalid`
    public static Bounds parse(Collection<String> terms) {
        for (String term : terms) {
            int equals = term.indexOf('=');
            if (equals < 0) {
                throw new InvalidRequest("bounds-invalid", "A bound is written as key=value, found \"" + term + "\".");
            }
            require(term.substring(0, equals), term.substring(equals + 1));
        }
        if (terms.size() > MAXIMUM) {
            throw new InvalidRequest("bounds-invalid", "At most " + MAXIMUM + " labels can bound a caller.");
        }
        return new Bounds(List.copyOf(terms));
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

    /// A condition on a machine's id, for a query with named parameters, which are [#parameters].
    ///
    /// @param machine the column with the id, which may be null: what has no machine is out of all bounds
    public String condition(String machine) {
        if (isNone()) {
            return "true";
        }
        // Each label for itself: only so does the database know how many machines carry it.
        return IntStream.range(0, terms.size())
                .mapToObj(n -> machine + " in (select machine_id from machine_labels where key = :boundKey" + n
                        + " and value = :boundValue" + n + ")")
                .collect(Collectors.joining(" and "));
    }

    /// What [#condition] refers to.
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>();
        for (int n = 0; n < terms.size(); n++) {
            parameters.put("boundKey" + n, key(terms.get(n)));
            parameters.put("boundValue" + n, value(terms.get(n)));
        }
        return parameters;
    }

    /// As an array for the database.
    public String[] written() {
        return column(terms);
    }

    private static void require(String key, String value) {
        Labels.fault(key, value).ifPresent(fault -> {
            throw new InvalidRequest("bounds-invalid", fault);
        });
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
