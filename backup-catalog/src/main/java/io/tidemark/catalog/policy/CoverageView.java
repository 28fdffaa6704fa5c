package io.tidemark.catalog.policy;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whether a policy covers a machine, and why.
///
/// @param how           why it is covered, or would be if the policy were enabled; null where it is not
/// @param nextFireTimes when the policy fires next, at most five, ascending; empty where it is disabled
/// @param objective     how old the machine's newest point in the policy's repository may be; null where nobody says
/// @param newestPoint   when that point was made; null for none
/// @param late          whether the objective is missed; never where the machine is not covered
/// @param whyNot        what keeps the machine from being covered; empty where it is
public record CoverageView(
        UUID policy,
        String policyName,
        boolean enabled,
        @Nullable How how,
        List<Instant> nextFireTimes,
        @Nullable Duration objective,
        @Nullable Instant newestPoint,
        boolean late,
        List<WhyNot> whyNot) {
    public CoverageView {
        nextFireTimes = List.copyOf(nextFireTimes);
        whyNot = List.copyOf(whyNot);
    }

    /// Whether the policy backs the machine up.
    public boolean covered() {
        return enabled && how != null;
    }

    /// By what a policy covers a machine.
    public enum How {
        /// The policy names the machine.
        NAME("name"),
        /// The machine has all labels that the policy selects by.
        LABELS("labels");

        private final String word;

        How(String word) {
            this.word = word;
        }

        /// How it is written in the catalog and on the wire.
        @JsonValue
        public String word() {
            return word;
        }

        static How of(String word) {
            return word.equals(NAME.word) ? NAME : LABELS;
        }
    }

    /// One thing that keeps a machine from being covered.
    ///
    /// @param key    of the label that is meant; null for reasons that are about none
    /// @param wanted its value in the policy
    /// @param found  its value on the machine; null where it has no such label
    public record WhyNot(
            Reason reason,
            @Nullable String key,
            @Nullable String wanted,
            @Nullable String found) {
        static WhyNot of(Reason reason) {
            return new WhyNot(reason, null, null, null);
        }
    }

    public enum Reason {
        /// The policy is disabled.
        DISABLED("disabled"),
        /// The policy does not name the machine.
        NOT_NAMED("not-named"),
        /// The machine has not a label that the policy selects by.
        LABEL_MISSING("label-missing"),
        /// The machine has the label with another value.
        LABEL_DIFFERS("label-differs");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /// How it is written on the wire.
        @JsonValue
        public String word() {
            return word;
        }
    }
}
