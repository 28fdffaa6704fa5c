package io.tidemark.cli.terminal;

/// What may ask a command to stop before its end. A command that works in steps looks at it and cleans up: the marks
/// it made are removed, a half-written file is deleted.
@FunctionalInterface
public interface Interruption {
    /// Whether somebody wants the command to stop. Once true it stays true.
    boolean requested();
}
