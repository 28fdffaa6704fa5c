package io.tidemark.benchmarks.scale;

/// Says what was measured, a line each, for `figures.py` to print and to compare with its bar.
final class Figures {
    private Figures() {}

    /// @param bar what the value must not exceed
    @SuppressWarnings("SystemOut") // what it prints is its result
    static void figure(String what, double value, double bar, String unit) {
        System.out.printf("figure|%s|%.4f|%.4f|%s%n", what, value, bar, unit);
    }

    /// Something that must not be, counted.
    static void none(String what, long count) {
        figure(what, (double) count, 0, "");
    }

    @SuppressWarnings("SystemOut") // what it prints is its result
    static void note(String text) {
        System.out.println("note|" + text);
    }
}
