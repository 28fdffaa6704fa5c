package io.tidemark.api.restore;

import io.tidemark.api.audit.Audited;
import io.tidemark.api.name.AbsolutePath;
import io.tidemark.catalog.run.RestoreFormat;
import io.tidemark.catalog.run.RunOrder;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A request to restore one disk of a point into a new image.
///
/// @param disk  may be absent when the point has only one
/// @param target  path of the image to write, on a worker of the machine's pool; nothing may be there yet
/// @param format  `qcow2` when absent
@Audited
record StartRestore(
        @NotNull UUID point,
        @Nullable @Size(min = 1, max = 200) String disk,
        @NotNull @AbsolutePath String target,
        @Nullable RestoreFormat format) {

    RunOrder order() {
        return new RunOrder.Restore(point, disk, target, Objects.requireNonNullElse(format, RestoreFormat.QCOW2));
    }
}
