package io.tidemark.catalog.schedule;

import io.tidemark.catalog.RunId;
import java.util.UUID;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/// Executes one run on whichever worker of its pool is free. When the worker dies, Quartz fires the job again
/// elsewhere.
@DisallowConcurrentExecution
public final class ExecuteRun implements Job {
    /// The group of these jobs in the scheduler; a job is named as its run.
    public static final String GROUP = "runs";

    private final RunExecution execution;

    public ExecuteRun(RunExecution execution) {
        this.execution = execution;
    }

    @Override
    public void execute(JobExecutionContext context) {
        execution.execute(
                new RunId(UUID.fromString(context.getJobDetail().getKey().getName())));
    }
}
