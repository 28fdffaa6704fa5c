package io.tidemark.catalog.run;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RunId;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One execution of work. Its verbs are the only way from state to state; progress, steps, disks and log are rows
/// beside it that the worker writes through [RunReports].
@Entity
@Table(name = "runs")
public class Run {
    /// How often a run is begun before its workers' deaths are held against it.
    static final int MAXIMUM_ATTEMPTS = 3;

    @EmbeddedId
    private RunId id;

    @Embedded
    private RunWork work;

    @Enumerated(EnumType.STRING)
    private RunState state = RunState.QUEUED;

    private String pool;

    @Embedded
    @AttributeOverride(name = "id", column = @Column(name = "machine_id"))
    private @Nullable MachineId machineId;

    private @Nullable String machineName;

    @Embedded
    @AttributeOverride(name = "id", column = @Column(name = "repository_id"))
    private @Nullable RepositoryEntryId repositoryId;

    private String repositoryName;

    @Embedded
    @AttributeOverride(name = "id", column = @Column(name = "policy_id"))
    private @Nullable PolicyId policyId;

    private @Nullable Instant scheduledFor;
    private int attempt;
    private @Nullable UUID retryOf;
    private int retryNumber;

    @Enumerated(EnumType.STRING)
    private @Nullable WaitingFor waitingFor;

    private @Nullable Instant beginsAt;
    private @Nullable Instant admittedAt;
    private @Nullable UUID workerId;
    private @Nullable String worker;
    private Instant createdAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    private @Nullable Instant cancelRequestedAt;
    private @Nullable String errorCode;
    private @Nullable String errorMessage;

    @Version
    private @Nullable Long version;

    @SuppressWarnings("NullAway.Init")
    protected Run() {}

    /// A queued run, not yet in the catalog; [RunQueue] puts it there.
    Run(RunId id, RunOrder order, RunSubject subject, Instant now) {
        this.id = id;
        this.pool = subject.pool();
        this.machineId = subject.machine();
        this.machineName = subject.machineName();
        this.repositoryId = subject.repository();
        this.repositoryName = subject.repositoryName();
        this.createdAt = now;
        this.work = RunWork.of(order);
        this.policyId = order instanceof RunOrder.Retention retention ? retention.policy() : null;
    }

    /// A worker begins it, or goes on with it after another died.
    ///
    /// @return false when the run is over, or is lost now because too many workers died of it
    boolean takeUp(UUID byWorkerId, String byWorker, Instant now) {
        if (!state.active()) {
            return false;
        }
        if (cancelRequestedAt != null) {
            end(RunState.CANCELLED, now);
            return false;
        }
        if (attempt >= MAXIMUM_ATTEMPTS) {
            lose("It was begun " + attempt + " times and its worker died each time, last \"" + worker + "\".", now);
            return false;
        }
        attempt++;
        state = RunState.RUNNING;
        waitingFor = null;
        admittedAt = null;
        workerId = byWorkerId;
        worker = byWorker;
        startedAt = startedAt == null ? now : startedAt;
        return true;
    }

    /// Whether it would work if it were taken up now: it is not over, nobody wants it cancelled, and not too
    /// many workers died of it.
    boolean wantsToWork() {
        return state.active() && cancelRequestedAt == null && attempt < MAXIMUM_ATTEMPTS;
    }

    /// It stays queued until something comes that is not there now, or is queued again when its worker has
    /// died.
    ///
    /// @param begins the time it waits for; null for a place
    void await(WaitingFor what, @Nullable Instant begins) {
        if (!state.active()) {
            throw new Conflict("Run " + id + " is " + state.word() + " and waits for nothing.");
        }
        state = RunState.QUEUED;
        waitingFor = what;
        beginsAt = begins;
        admittedAt = null;
    }

    /// The worker that has it is about to end in order: another one begins anew, and nobody died of it.
    void giveBack() {
        require(RunState.RUNNING);
        state = RunState.QUEUED;
        attempt--;
        workerId = null;
        worker = null;
    }

    void finish(RunOutcome outcome, Instant now) {
        require(RunState.RUNNING);
        switch (outcome) {
            case RunOutcome.Succeeded(UUID point) -> end(RunState.SUCCEEDED, point, now);
            case RunOutcome.Warning(UUID point) -> end(RunState.WARNING, point, now);
            case RunOutcome.Failed(String code, String message) -> {
                errorCode = code;
                errorMessage = message;
                end(RunState.FAILED, now);
            }
            case RunOutcome.Cancelled() -> end(RunState.CANCELLED, now);
        }
    }

    /// Nobody executes it any more and nobody will.
    void lose(String why, Instant now) {
        errorCode = "worker-lost";
        errorMessage = why + " Start a new run; what was committed before is intact.";
        end(RunState.LOST, now);
    }

    /// Ends it at once when no living worker has it, else asks its worker to stop.
    ///
    /// @throws Conflict `run-over`
    void cancel(boolean workerLives, Instant now) {
        if (!state.active()) {
            throw new Conflict(
                    "run-over",
                    "Run " + id + " has ended already, as " + state.word() + " at " + finishedAt
                            + ". There is nothing to cancel.");
        }
        cancelRequestedAt = cancelRequestedAt == null ? now : cancelRequestedAt;
        if (state == RunState.QUEUED || !workerLives) {
            end(RunState.CANCELLED, now);
        }
    }

    private void end(RunState how, @Nullable UUID point, Instant now) {
        work = point == null ? work : work.with(point);
        end(how, now);
    }

    private void end(RunState how, Instant now) {
        state = how;
        finishedAt = now;
        waitingFor = null;
        admittedAt = null;
    }

    private void require(RunState expected) {
        if (state != expected) {
            throw new Conflict("Run " + id + " is " + state.word() + ", expected " + expected.word() + ".");
        }
    }

    public RunId id() {
        return id;
    }

    public RunKind kind() {
        return work.kind();
    }

    public RunState state() {
        return state;
    }

    public String pool() {
        return pool;
    }

    public Optional<MachineId> machine() {
        return Optional.ofNullable(machineId);
    }

    public Optional<String> machineName() {
        return Optional.ofNullable(machineName);
    }

    public Optional<RepositoryEntryId> repository() {
        return Optional.ofNullable(repositoryId);
    }

    public String repositoryName() {
        return repositoryName;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Optional<PolicyId> policy() {
        return Optional.ofNullable(policyId);
    }

    /// What it does.
    public RunWork work() {
        return work;
    }

    /// Whether a schedule started it, and nobody asked for it.
    public boolean scheduled() {
        return scheduledFor != null;
    }

    /// The point that a backup made, or that a restore or verify reads.
    public Optional<UUID> point() {
        return Optional.ofNullable(work.point());
    }

    /// How often it was begun.
    public int attempt() {
        return attempt;
    }

    /// The first run of the line of retries; empty for one that is none.
    public Optional<RunId> retryOf() {
        return Optional.ofNullable(retryOf).map(RunId::new);
    }

    /// Which retry of the line it is, counted from 1; 0 for none.
    public int retryNumber() {
        return retryNumber;
    }

    /// What it waits for beside a worker, while it is queued.
    public Optional<WaitingFor> waitsFor() {
        return Optional.ofNullable(waitingFor);
    }

    /// The time that a queued run waits for, where it waits for one.
    public Optional<Instant> beginsAt() {
        return Optional.ofNullable(beginsAt);
    }

    /// Since when a place is kept for it.
    Optional<Instant> admittedAt() {
        return Optional.ofNullable(admittedAt);
    }

    /// The process that has it, or had it last.
    public Optional<UUID> workerId() {
        return Optional.ofNullable(workerId);
    }

    public Optional<String> errorCode() {
        return Optional.ofNullable(errorCode);
    }

    public Optional<String> errorMessage() {
        return Optional.ofNullable(errorMessage);
    }
}
