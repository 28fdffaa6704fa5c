package io.tidemark.catalog.notification;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A run that ended, as messages tell of it.
///
/// @param recovered whether the one before it of its kind and machine had failed or was lost, and it has not
public record EndedRun(
        UUID id,
        String kind,
        String state,
        boolean recovered,
        @Nullable UUID machineId,
        @Nullable String machineName,
        Map<String, String> labels,
        @Nullable UUID repositoryId,
        String repositoryName,
        @Nullable UUID policyId,
        @Nullable String policyName,
        @Nullable String worker,
        @Nullable UUID point,
        @Nullable Instant startedAt,
        Instant finishedAt,
        @Nullable String errorCode,
        @Nullable String errorMessage) {
    public EndedRun {
        labels = Map.copyOf(labels);
    }

    /// The outcome that a rule is told, if it asked for one that fits.
    Optional<NotifiedOutcome> outcomeFor(RuleTerms.Runs rule) {
        NotifiedOutcome own = NotifiedOutcome.of(state);
        if (recovered && rule.outcomes().contains(NotifiedOutcome.RECOVERED)) {
            return Optional.of(NotifiedOutcome.RECOVERED);
        }
        return rule.outcomes().contains(own) ? Optional.of(own) : Optional.empty();
    }

    /// Whether a rule is about this run, whatever its outcome.
    boolean fits(RuleTerms.Runs rule) {
        RuleTerms.Label label = rule.label();
        return (rule.kinds().isEmpty()
                        || rule.kinds().stream().anyMatch(each -> each.word().equals(kind)))
                && (rule.machine() == null || rule.machine().equals(machineId))
                && (rule.policy() == null || rule.policy().equals(policyId))
                && (label == null || label.value().equals(labels.get(label.key())));
    }
}
