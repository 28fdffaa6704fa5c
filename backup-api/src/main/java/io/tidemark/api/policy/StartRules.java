package io.tidemark.api.policy;

import io.tidemark.catalog.policy.StartTerms;
import io.tidemark.catalog.schedule.MissedRun;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.LocalTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// When the backups of a policy begin after its schedule has fired.
///
/// @param jitterSeconds  each machine begins at a random moment up to so much later; 0 when absent
/// @param missed  `once` (when absent): fire times that passed without a worker are made good by one run; `skip`:
/// they are left out
/// @param window  the hours in which backups may begin; null for any time
record StartRules(
        @Nullable @Min(0) @Max(86_400) Integer jitterSeconds,
        @Nullable MissedRun missed,
        @Nullable @Valid Window window) {
    private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d";

    /// The hours in which backups may begin, in the policy's time zone. One that is due outside of them begins when
    /// the window opens next; one that is running goes on.
    ///
    /// @param from  the first minute, as `22:00`
    /// @param to  the minute after the last one, of the next day where it is the earlier of both
    record Window(
            @NotNull @Pattern(regexp = TIME, message = "must be a time of day such as 22:00")
            String from,

            @NotNull @Pattern(regexp = TIME, message = "must be a time of day such as 06:00")
            String to) {}

    static StartRules of(StartTerms terms) {
        return new StartRules(
                terms.jitterSeconds(),
                terms.missed(),
                terms.windowFrom() == null || terms.windowTo() == null
                        ? null
                        : new Window(
                                terms.windowFrom().toString(), terms.windowTo().toString()));
    }

    StartTerms terms() {
        return new StartTerms(
                Objects.requireNonNullElse(jitterSeconds, 0),
                Objects.requireNonNullElse(missed, MissedRun.ONCE),
                window == null ? null : LocalTime.parse(window.from()),
                window == null ? null : LocalTime.parse(window.to()));
    }
}
