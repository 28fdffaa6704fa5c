package io.tidemark.api.machine;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tidemark.api.name.AbsolutePath;
import io.tidemark.api.name.Name;
import io.tidemark.catalog.machine.Disk;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;

/// A disk that a machine is to have.
///
/// @param imagePath  the active image, as the workers of the machine's pool see it
@Schema(name = "CreateDisk")
record NewDisk(
        @NotNull @Name String name, @NotNull @AbsolutePath String imagePath) {

    Disk disk() {
        return new Disk(UUID.randomUUID(), name, imagePath);
    }
}
