package io.tidemark.catalog.policy;

import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.schedule.CronSchedule;

/// When a policy's repository is verified.
///
/// @param samplePercent how much of it is read, what was verified longest ago first; 1 to 100
public record Verification(CronSchedule schedule, int samplePercent) {
    /// @throws InvalidRequest `sample-invalid`
    public Verification {
        if (samplePercent < 1 || samplePercent > 100) {
            throw new InvalidRequest("sample-invalid", "A sample is 1 to 100 percent, found " + samplePercent + ".");
        }
    }
}
