package io.tidemark.catalog.run;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How a run ended, as its worker tells it.
public sealed interface RunOutcome {
    /// Done.
    ///
    /// @param point the point that a backup made; null for other kinds
    record Succeeded(@Nullable UUID point) implements RunOutcome {}

    /// Done, and the log says what needs attention.
    record Warning(@Nullable UUID point) implements RunOutcome {}

    /// Not done; images and repository are as safe as before.
    ///
    /// @param code the stable failure code, for example `image-busy`
    record Failed(String code, String message) implements RunOutcome {}

    record Cancelled() implements RunOutcome {}
}
