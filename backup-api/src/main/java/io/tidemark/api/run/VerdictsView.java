package io.tidemark.api.run;

import io.tidemark.catalog.run.PointVerdict;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What a retention run decided of the points of its machine, newest point first.
///
/// @param next  pass it as `after` to get those that follow; the same value again when none do
record VerdictsView(List<Verdict> items, int next) {

    VerdictsView {
        items = List.copyOf(items);
    }

    static VerdictsView of(List<PointVerdict> verdicts, int after) {
        return new VerdictsView(
                verdicts.stream().map(Verdict::of).toList(),
                verdicts.isEmpty() ? after : verdicts.getLast().position());
    }

    /// What was decided of one point.
    ///
    /// @param keep  whether it stays
    /// @param reason  the rules that keep it, or that none does
    record Verdict(UUID point, Instant createdAt, boolean keep, String reason) {
        static Verdict of(PointVerdict verdict) {
            return new Verdict(verdict.point(), verdict.createdAt(), verdict.keep(), verdict.reason());
        }
    }
}
