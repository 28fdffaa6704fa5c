package io.tidemark.api.machine;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tidemark.api.audit.Audited;
import io.tidemark.api.name.AbsolutePath;
import io.tidemark.api.name.Name;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A machine to protect.
///
/// @param pool  `default` when absent
@Audited
record CreateMachine(
        @NotNull @Name String name,
        @Nullable @Name String pool,
        @NotEmpty @Size(max = 64) List<@NotNull @Valid Disk> disks) {

    /// One of its disks.
    ///
    /// @param imagePath  the active image, as the workers of the machine's pool see it
    @Schema(name = "CreateDisk")
    record Disk(
            @NotNull @Name String name,
            @NotNull @AbsolutePath String imagePath) {}
}
