package io.tidemark.catalog.policy;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.Labels;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.schedule.CronSchedule;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// When which machines are backed up into which repository, and how.
@Entity
@Table(name = "policies")
public class Policy {
    @EmbeddedId
    private PolicyId id;

    private String name;

    @Embedded
    @AttributeOverride(name = "id", column = @Column(name = "repository_id"))
    private RepositoryEntryId repositoryId;

    private String cron;
    private String timeZone;

    @Enumerated(EnumType.STRING)
    private RequestedMode mode;

    @Embedded
    private StartTerms start;

    @Embedded
    private RetentionTerms retention;

    @Embedded
    private RetryTerms retry;

    @Embedded
    private StoreCaps caps;

    private @Nullable String verificationCron;
    private @Nullable Integer samplePercent;
    private @Nullable String collectionCron;
    private boolean enabled;
    private Instant createdAt;

    @ElementCollection
    @CollectionTable(name = "policy_machines", joinColumns = @JoinColumn(name = "policy_id"))
    @AttributeOverride(name = "id", column = @Column(name = "machine_id"))
    private Set<MachineId> machines = new HashSet<>();

    @ElementCollection
    @CollectionTable(name = "policy_labels", joinColumns = @JoinColumn(name = "policy_id"))
    @MapKeyColumn(name = "key")
    @Column(name = "value")
    private Map<String, String> labels = new HashMap<>();

    private @Nullable Long objectiveSeconds;

    @Version
    private @Nullable Long version;

    @SuppressWarnings("NullAway.Init")
    protected Policy() {}

    private Policy(PolicyId id, Instant createdAt, PolicyTerms terms) {
        this.id = id;
        this.createdAt = createdAt;
        apply(terms);
    }

    /// A new policy, not yet in the catalog; [KeepPolicies] puts it there.
    public static Policy of(PolicyId id, PolicyTerms terms, Instant now) {
        return new Policy(id, now, terms);
    }

    /// Gives the policy new terms in place of all its old ones.
    ///
    /// @param expectedVersion the version that the caller saw, or null to replace whatever is there
    /// @throws Conflict `precondition-failed` when the policy was changed since
    public void replace(PolicyTerms terms, @Nullable Long expectedVersion) {
        if (expectedVersion != null && !expectedVersion.equals(version)) {
            throw new Conflict(
                    "precondition-failed",
                    "Policy \"" + name + "\" was changed by somebody else. Read it again and repeat the change.");
        }
        apply(terms);
    }

    private void apply(PolicyTerms terms) {
        name = terms.name();
        repositoryId = terms.repository();
        CronSchedule schedule = terms.backups().schedule();
        cron = schedule.expression();
        timeZone = schedule.zone().getId();
        mode = terms.backups().mode();
        start = terms.backups().start();
        retry = terms.backups().retry();
        retention = terms.upkeep().retention();
        applyUpkeep(terms.upkeep());
        caps = terms.caps();
        Duration objective = terms.objective();
        objectiveSeconds = objective == null ? null : objective.toSeconds();
        enabled = terms.enabled();
        cover(terms.selection());
    }

    private void applyUpkeep(UpkeepTerms terms) {
        Verification verification = terms.verification();
        verificationCron = verification == null ? null : verification.schedule().expression();
        samplePercent = verification == null ? null : verification.samplePercent();
        CronSchedule collection = terms.collection();
        collectionCron = collection == null ? null : collection.expression();
    }

    private void cover(Selection selection) {
        machines.retainAll(selection.machines());
        machines.addAll(selection.machines());
        Map<String, String> selector = selection.labels().values();
        labels.keySet().retainAll(selector.keySet());
        labels.putAll(selector);
    }

    public PolicyId id() {
        return id;
    }

    public String name() {
        return name;
    }

    public RepositoryEntryId repository() {
        return repositoryId;
    }

    public CronSchedule schedule() {
        return CronSchedule.stored(cron, timeZone);
    }

    public RequestedMode mode() {
        return mode;
    }

    /// When its backups begin after the schedule has fired.
    public StartTerms start() {
        return start;
    }

    /// Which points of its machines stay.
    public RetentionTerms retention() {
        return retention;
    }

    /// How often what it started is tried again.
    public RetryTerms retry() {
        return retry;
    }

    /// What its runs may ask of the store.
    public StoreCaps caps() {
        return caps;
    }

    /// When its repository is verified.
    public Optional<Verification> verification() {
        return verificationCron == null || samplePercent == null
                ? Optional.empty()
                : Optional.of(new Verification(CronSchedule.stored(verificationCron, timeZone), samplePercent));
    }

    /// When its repository is collected.
    public Optional<CronSchedule> collection() {
        return Optional.ofNullable(collectionCron).map(expression -> CronSchedule.stored(expression, timeZone));
    }

    public boolean enabled() {
        return enabled;
    }

    /// The machines that it names; those it selects by its labels come on top.
    public Set<MachineId> machines() {
        return Set.copyOf(machines);
    }

    /// What it selects machines by: all of these.
    public Labels labels() {
        return Labels.of(labels);
    }

    /// How old the newest point of each of its machines in its repository may be.
    public Optional<Duration> objective() {
        return Optional.ofNullable(objectiveSeconds).map(Duration::ofSeconds);
    }

    public Instant createdAt() {
        return createdAt;
    }

    /// Counts the changes; the entity tag of the API.
    public long version() {
        return version == null ? 0 : version;
    }
}
