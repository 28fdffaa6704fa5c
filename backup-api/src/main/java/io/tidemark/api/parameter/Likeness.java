package io.tidemark.api.parameter;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// Finds what somebody meant who mistyped a word.
final class Likeness {
    private Likeness() {}

    /// The word that needs the fewest changes of single letters, if there is one of which a third stays at least.
    static Optional<String> nearest(String typed, Collection<String> words) {
        String lower = typed.toLowerCase(Locale.ROOT);
        return words.stream()
                .filter(word -> Math.abs(word.length() - typed.length()) < word.length())
                .filter(word -> changes(lower, word.toLowerCase(Locale.ROOT)) * 3 <= word.length() * 2)
                .min(Comparator.comparingInt(word -> changes(lower, word.toLowerCase(Locale.ROOT))));
    }

    /// How many letters are added, left out or replaced on the way from one text to the other.
    private static int changes(String one, String other) {
        int[] above = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], above[j]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
