package io.tidemark.worker.run;

/// What a failure says, with another sentence behind it. Messages of stores end without a full stop.
final class Sentence {
    private Sentence() {}

    /// The message as a whole sentence, so that one more can follow after a space.
    static String of(Exception failure) {
        String text = String.valueOf(failure.getMessage());
        return text.endsWith(".") || text.endsWith("?") || text.endsWith("!") ? text : text + ".";
    }
}
