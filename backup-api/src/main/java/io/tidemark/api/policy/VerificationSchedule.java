package io.tidemark.api.policy;

import io.tidemark.catalog.policy.Verification;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// When the policy's repository is verified.
///
/// @param cron  Quartz cron expression, in the policy's time zone
/// @param samplePercent  how much of it is read, what was verified longest ago first; 100 when absent
record VerificationSchedule(
        @NotBlank @Size(max = 120) String cron,
        @Nullable @Min(1) @Max(100) Integer samplePercent) {
    static @Nullable VerificationSchedule of(@Nullable Verification verification) {
        return verification == null
                ? null
                : new VerificationSchedule(verification.schedule().expression(), verification.samplePercent());
    }
}
