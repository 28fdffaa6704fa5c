package io.tidemark.api.policy;

import io.tidemark.catalog.schedule.CronSchedule;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// When what nothing in the policy's repository needs any more is deleted.
///
/// @param cron  Quartz cron expression, in the policy's time zone
record CollectionSchedule(@NotBlank @Size(max = 120) String cron) {
    static @Nullable CollectionSchedule of(@Nullable CronSchedule schedule) {
        return schedule == null ? null : new CollectionSchedule(schedule.expression());
    }
}
