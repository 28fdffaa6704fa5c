/// Policies: a schedule and its options, applied to machines.
///
/// Start at [io.tidemark.catalog.policy.Policy] and the use case [io.tidemark.catalog.policy.KeepPolicies], which
/// keeps the Quartz triggers of each pool in step with the rows. [io.tidemark.catalog.policy.FirePolicies] is what
/// happens when one fires. May use the packages of runs and schedules.
@NullMarked
package io.tidemark.catalog.policy;

import org.jspecify.annotations.NullMarked;
