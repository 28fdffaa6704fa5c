package io.tidemark.api.policy;

import io.tidemark.catalog.policy.RetryTerms;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How often a run that the policy started is tried again when it failed for a reason that may pass.
///
/// @param attempts  how many more runs there are at most
/// @param firstDelaySeconds  how long after the failure the first of them begins; each further one waits twice as
/// long, up to an hour. 60 when absent
record RetryRules(
        @NotNull @Min(1) @Max(10) Integer attempts,
        @Nullable @Min(1) @Max(3600) Integer firstDelaySeconds) {

    /// The rules; null where nothing is retried.
    static @Nullable RetryRules of(RetryTerms terms) {
        return terms.attempts() == 0 ? null : new RetryRules(terms.attempts(), terms.firstDelaySeconds());
    }

    RetryTerms terms() {
        return new RetryTerms(
                attempts, Objects.requireNonNullElse(firstDelaySeconds, RetryTerms.NEVER.firstDelaySeconds()));
    }
}
