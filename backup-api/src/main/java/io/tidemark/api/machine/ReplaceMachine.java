package io.tidemark.api.machine;

import io.tidemark.api.audit.Audited;
import io.tidemark.api.name.LabelKey;
import io.tidemark.api.name.Name;
import io.tidemark.catalog.Labels;
import io.tidemark.catalog.machine.MachineTerms;
import io.tidemark.catalog.pool.Pools;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What may be changed about a machine, as a whole. Its name stays: it is what its points carry.
///
/// @param pool  `default` when absent
/// @param disks  one of a name that the machine has already is that disk; others are new, and what is not named goes
/// @param labels  none when absent
@Audited
record ReplaceMachine(
        @Nullable @Name String pool,
        @NotEmpty @Size(max = 64) List<@NotNull @Valid NewDisk> disks,
        @Nullable @Size(max = Labels.MAXIMUM) Map<@LabelKey String, @NotNull @Name String> labels) {

    MachineTerms terms() {
        return new MachineTerms(
                Objects.requireNonNullElse(pool, Pools.DEFAULT),
                disks.stream().map(NewDisk::disk).toList(),
                labels == null ? Labels.NONE : Labels.of(labels));
    }
}
