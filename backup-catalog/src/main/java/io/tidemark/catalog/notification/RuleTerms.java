package io.tidemark.catalog.notification;

import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.schedule.CronSchedule;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Everything about a rule that its owner decides.
///
/// @param channel where it tells
/// @param runs    of which runs it tells; null for a digest
/// @param digest  when it tells which machines are out of objective; null for a rule about runs
public record RuleTerms(
        String name,
        UUID channel,
        boolean enabled,
        @Nullable Runs runs,
        @Nullable CronSchedule digest) {

    /// Which runs are told. What is null or empty does not matter.
    ///
    /// @param outcomes at least one
    /// @param kinds    empty for all
    public record Runs(
            List<NotifiedOutcome> outcomes,
            List<RunKind> kinds,
            @Nullable UUID machine,
            @Nullable UUID policy,
            @Nullable Label label) {
        /// @throws InvalidRequest `unprocessable` without an outcome
        public Runs {
            outcomes = outcomes.stream().distinct().toList();
            kinds = kinds.stream().distinct().toList();
            if (outcomes.isEmpty()) {
                throw new InvalidRequest("unprocessable", "A rule about runs names at least one outcome.");
            }
        }
    }

    /// A label that the run's machine must have.
    public record Label(String key, String value) {}

    /// @throws InvalidRequest `unprocessable` unless it is about either runs or a digest
    public RuleTerms {
        if ((runs == null) == (digest == null)) {
            throw new InvalidRequest("unprocessable", "A rule is about runs, or has a digest: one of both.");
        }
    }
}
