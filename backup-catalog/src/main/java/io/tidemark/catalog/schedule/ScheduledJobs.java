package io.tidemark.catalog.schedule;

import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RunId;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.Set;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Puts jobs into the schedulers of pools and takes them out, always as part of the caller's transaction.
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class ScheduledJobs {
    private final PoolSchedulers schedulers;
    private final Clock clock;

    ScheduledJobs(PoolSchedulers schedulers, Clock clock) {
        this.clock = clock;
        this.schedulers = schedulers;
    }

    /// Lets a worker of the pool execute the run as soon as one is free; again, when it had a job before.
    public void execute(String pool, RunId run) {
        execute(pool, run, Duration.ZERO);
    }

    /// The same, but not before some time has passed.
    public void execute(String pool, RunId run, Duration delay) {
        JobDetail job = JobBuilder.newJob(ExecuteRun.class)
                .withIdentity(run.toString(), ExecuteRun.GROUP)
                .requestRecovery()
                .build();
        // It is never too late for a run. Otherwise Quartz would, each minute, set the time of every run that waits for
        // a free worker to now.
        Trigger once = TriggerBuilder.newTrigger()
                .forJob(job)
                .startAt(Date.from(clock.instant().plus(delay)))
                .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionIgnoreMisfires())
                .build();
        attempt("schedule run " + run, () -> {
            // Adding apart from triggering keeps a trigger that is executing right now.
            schedulers.of(pool).addJob(job, true, true);
            schedulers.of(pool).scheduleJob(once);
        });
    }

    /// The same for several runs, in an order of pools that is always the same: each pool has a lock of its
    /// own.
    public void execute(Collection<Due> runs) {
        runs.stream()
                .sorted(Comparator.comparing(Due::pool))
                .forEach(due -> execute(due.pool(), due.run(), due.delay()));
    }

    /// Forgets the run's job; a worker that is executing it goes on.
    public void forget(String pool, RunId run) {
        attempt(
                "remove the job of run " + run,
                () -> schedulers.of(pool).deleteJob(new JobKey(run.toString(), ExecuteRun.GROUP)));
    }

    /// Fires the policy in the pool by the schedule from now on, in place of an older schedule of the task.
    public void fire(String pool, PolicyTask task, PolicyId policy, CronSchedule schedule, MissedRun missed) {
        JobDetail job = JobBuilder.newJob(FirePolicy.class)
                .withIdentity(policy.toString(), task.group())
                .storeDurably()
                .requestRecovery()
                .build();
        Trigger trigger = TriggerBuilder.newTrigger()
                .forJob(job)
                .withIdentity(policy.toString(), task.group())
                .withSchedule(ScheduleTrigger.of(
                        schedule,
                        switch (missed) {
                            case ONCE -> CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW;
                            case SKIP -> CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING;
                        }))
                .build();
        attempt("schedule policy " + policy, () -> schedulers.of(pool).scheduleJob(job, Set.of(trigger), true));
    }

    /// Never fires the policy's task in the pool again.
    public void silence(String pool, PolicyTask task, PolicyId policy) {
        attempt(
                "remove a schedule of policy " + policy,
                () -> schedulers.of(pool).deleteJob(new JobKey(policy.toString(), task.group())));
    }

    private static void attempt(String what, SchedulerCall call) {
        try {
            call.run();
        } catch (SchedulerException cause) {
            throw new ScheduleFailed(what, cause);
        }
    }

    /// A run that is to be executed.
    ///
    /// @param delay how much time passes before; a negative one puts it ahead of others that are due
    public record Due(String pool, RunId run, Duration delay) {}

    @FunctionalInterface
    private interface SchedulerCall {
        void run() throws SchedulerException;
    }
}
