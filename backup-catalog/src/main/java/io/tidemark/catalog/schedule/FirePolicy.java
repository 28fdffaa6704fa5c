package io.tidemark.catalog.schedule;

import io.tidemark.catalog.PolicyId;
import java.time.Instant;
import java.util.UUID;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;

/// Queues what a policy wants done in one pool.
@DisallowConcurrentExecution
public final class FirePolicy implements Job {
    private final PolicyFiring firing;

    public FirePolicy(PolicyFiring firing) {
        this.firing = firing;
    }

    @Override
    public void execute(JobExecutionContext context) {
        try {
            JobKey job = context.getJobDetail().getKey();
            firing.fire(
                    PolicyTask.ofGroup(job.getGroup()),
                    new PolicyId(UUID.fromString(job.getName())),
                    context.getScheduler().getSchedulerName(),
                    scheduledFor(context));
        } catch (SchedulerException cause) {
            throw new ScheduleFailed("name the scheduler of a job", cause);
        }
    }

    /// After a crash, a recovery trigger fires at a time of its own and carries the one that was meant.
    private static Instant scheduledFor(JobExecutionContext context) {
        if (context.isRecovering()) {
            String original = context.getTrigger()
                    .getJobDataMap()
                    .getString(Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_SCHEDULED_FIRETIME_IN_MILLISECONDS);
            return Instant.ofEpochMilli(Long.parseLong(original));
        }
        return context.getScheduledFireTime().toInstant();
    }
}
