package io.tidemark.api.policy;

import io.tidemark.api.audit.Audited;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.run.IfActive;
import io.tidemark.catalog.run.RunOrder;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A request to delete now what a policy's rules do not keep of a machine.
///
/// @param machine  one of the policy's
/// @param dryRun  judge only, and delete nothing; false when absent
/// @param ifActive  what to do while retention of the machine is queued or running already: `refuse` (when
/// absent), or `join`. A dry run never finds its place taken
@Audited
record StartRetention(
        @NotNull UUID machine,
        @Nullable Boolean dryRun,
        @Nullable IfActive ifActive) {
    RunOrder order(PolicyId policy) {
        return new RunOrder.Retention(policy, new MachineId(machine), Boolean.TRUE.equals(dryRun));
    }
}
