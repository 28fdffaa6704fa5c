package io.tidemark.api.health;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;

/// Whether the server can answer.
///
/// @param status  `down` when its catalog cannot be reached
record HealthView(Status status, String version) {
    @Schema(name = "HealthStatus")
    enum Status {
        UP,
        DOWN;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
