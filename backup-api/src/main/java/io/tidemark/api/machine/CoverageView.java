package io.tidemark.api.machine;

import io.tidemark.api.name.Reference;
import io.tidemark.catalog.policy.CoverageView.How;
import io.tidemark.catalog.policy.CoverageView.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a policy covers a machine, and why or why not.
///
/// @param covered  whether the policy backs the machine up
/// @param how  by the machine's name or by its labels; null where the policy chooses it by neither
/// @param nextFireTimes  of the policy: the next five, fewer when it fires less often; empty while it is disabled
/// @param objectiveSeconds  how old the machine's newest point in the policy's repository may be; null for no objective
/// @param newestPoint  when that point was made; null for none
/// @param late  whether the objective is missed; false where the machine is not covered
/// @param whyNot  what keeps the machine from being covered; empty where it is
record CoverageView(
        Reference policy,
        boolean covered,
        @Nullable How how,
        List<Instant> nextFireTimes,
        @Nullable Long objectiveSeconds,
        @Nullable Instant newestPoint,
        boolean late,
        List<WhyNot> whyNot) {

    CoverageView {
        nextFireTimes = List.copyOf(nextFireTimes);
        whyNot = List.copyOf(whyNot);
    }

    /// One thing that keeps a machine from being covered.
    ///
    /// @param key  of the label that is meant; null for reasons that are about none
    /// @param wanted  its value in the policy; null for reasons that are about no label
    /// @param found  its value on the machine; null where it has no such label
    record WhyNot(
            Reason reason,
            @Nullable String key,
            @Nullable String wanted,
            @Nullable String found) {}

    static CoverageView of(io.tidemark.catalog.policy.CoverageView view) {
        return new CoverageView(
                new Reference(view.policy(), view.policyName()),
                view.covered(),
                view.how(),
                view.nextFireTimes(),
                view.objective() == null ? null : view.objective().toSeconds(),
                view.newestPoint(),
                view.late(),
                view.whyNot().stream()
                        .map(why -> new WhyNot(why.reason(), why.key(), why.wanted(), why.found()))
                        .toList());
    }
}
