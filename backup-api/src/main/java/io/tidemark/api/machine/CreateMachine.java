package io.tidemark.api.machine;

import io.tidemark.api.audit.Audited;
import io.tidemark.api.name.LabelKey;
import io.tidemark.api.name.Name;
import io.tidemark.catalog.Labels;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.machine.Machine;
import io.tidemark.catalog.machine.MachineTerms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A machine to protect.
///
/// @param pool  `default` when absent
/// @param labels  what policies and rights may choose it by; none when absent
@Audited
record CreateMachine(
        @NotNull @Name String name,
        @Nullable @Name String pool,
        @NotEmpty @Size(max = 64) List<@NotNull @Valid NewDisk> disks,
        @Nullable @Size(max = Labels.MAXIMUM) Map<@LabelKey String, @NotNull @Name String> labels) {

    Machine machine(MachineId id, Instant now) {
        MachineTerms terms = new ReplaceMachine(pool, disks, labels).terms();
        return Machine.of(id, name, terms.pool(), terms.disks(), terms.labels(), now);
    }
}
