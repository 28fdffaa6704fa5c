package io.tidemark.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/// Lines whose words stand one below the other, under a head in capitals.
public final class Columns {
    private static final String GAP = "  ";

    private final List<List<String>> lines = new ArrayList<>();

    public Columns(String... head) {
        lines.add(List.of(head));
    }

    /// One more line, with as many words as the head; an empty word is shown as a dash.
    public void add(String... words) {
        lines.add(List.of(words));
    }

    /// Prints what there is; of nothing not even the head.
    public void print(Terminal terminal) {
        if (lines.size() == 1) {
            return;
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                String word = shown(line, column);
                text.append(word);
                if (column < line.size() - 1) {
                    text.append(" ".repeat(width(column) - word.length())).append(GAP);
                }
            }
            terminal.line(text.toString());
        }
    }

    private int width(int column) {
        return lines.stream()
                .mapToInt(line -> shown(line, column).length())
                .max()
                .orElse(0);
    }

    private static String shown(List<String> line, int column) {
        return line.get(column).isEmpty() ? "-" : line.get(column);
    }
}
