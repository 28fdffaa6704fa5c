package io.tidemark.engine.mark;

/// What a disk's marks are worth.
public sealed interface MarkVerdict {
    /// A mark that covers every write since its point, but for what the cross-check finds.
    ///
    /// @param mark  the mark
    /// @param base  the point since which it records
    record Trusted(MarkFacts mark, PointFacts base) implements MarkVerdict {}

    /// No mark can be trusted.
    ///
    /// @param why  why the newest candidate cannot
    /// @param detail  what exactly was found, or empty
    record Untrusted(Distrust why, String detail) implements MarkVerdict {
        /// The reason as it is recorded and shown.
        public String reason() {
            return detail.isEmpty() ? why.reason() : why.reason() + ": " + detail;
        }
    }
}
