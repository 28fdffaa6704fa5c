package io.tidemark.catalog.policy;

import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.schedule.CronSchedule;

/// When a policy backs its machines up, and how.
///
/// @param schedule its time zone is that of everything in the policy
/// @param start    when the backups begin after the schedule has fired
/// @param retry    what is tried again after a failure
public record BackupTerms(CronSchedule schedule, StartTerms start, RequestedMode mode, RetryTerms retry) {}
