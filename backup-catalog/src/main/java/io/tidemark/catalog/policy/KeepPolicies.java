package io.tidemark.catalog.policy;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.NameTaken;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.PolicyId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Creates, changes and removes policies together with their schedules.
@Component
@Transactional
public class KeepPolicies {
    private final Policies policies;
    private final PolicySchedules schedules;
    private final Coverage coverage;
    private final JdbcClient jdbc;

    KeepPolicies(Policies policies, PolicySchedules schedules, Coverage coverage, JdbcClient jdbc) {
        this.policies = policies;
        this.schedules = schedules;
        this.coverage = coverage;
        this.jdbc = jdbc;
    }

    /// Enters a new policy and schedules it.
    ///
    /// @throws NameTaken      `policy-exists`
    /// @throws InvalidRequest `machine-missing` or `repository-missing`
    public void create(Policy policy) {
        coverage.lock();
        if (policies.existsByName(policy.name())) {
            throw new NameTaken("policy", policy.name());
        }
        requireSubjects(policy.machines(), policy.repository().id());
        policies.saveAndFlush(policy);
        schedules.put(policy);
    }

    /// Gives a policy new terms and schedules it by them.
    ///
    /// @param expectedVersion the version that the caller saw, or null to replace whatever is there
    /// @throws NotFound       when there is no such policy
    /// @throws Conflict       `precondition-failed`
    /// @throws NameTaken      `policy-exists`
    /// @throws InvalidRequest `machine-missing` or `repository-missing`
    public void replace(PolicyId id, PolicyTerms terms, @Nullable Long expectedVersion) {
        coverage.lock();
        Policy policy = policies.findById(id).orElseThrow(() -> new NotFound("policy", id.id()));
        if (!policy.name().equals(terms.name()) && policies.existsByName(terms.name())) {
            throw new NameTaken("policy", terms.name());
        }
        requireSubjects(terms.selection().machines(), terms.repository().id());
        policy.replace(terms, expectedVersion);
        try {
            policies.saveAndFlush(policy);
        } catch (OptimisticLockingFailureException changed) {
            throw new Conflict(
                    "precondition-failed",
                    "Policy \"" + terms.name()
                            + "\" was changed at the same moment. Read it again and repeat the change.",
                    changed);
        }
        schedules.put(policy);
    }

    /// Removes a policy and its schedule; its runs stay.
    ///
    /// @throws NotFound when there is no such policy
    public void remove(PolicyId id) {
        coverage.lock();
        Policy policy = policies.findById(id).orElseThrow(() -> new NotFound("policy", id.id()));
        policies.delete(policy);
        schedules.remove(id);
    }

    private void requireSubjects(Set<MachineId> machines, UUID repository) {
        List<UUID> known = jdbc.sql("select id from machines where id = any(?)")
                .param(machines.stream().map(MachineId::id).toArray(UUID[]::new))
                .query((row, n) -> row.getObject(1, UUID.class))
                .list();
        Set<MachineId> missing = new HashSet<>(machines);
        known.forEach(id -> missing.remove(new MachineId(id)));
        if (!missing.isEmpty()) {
            throw new InvalidRequest(
                    "machine-missing",
                    "There is no machine with the id " + missing.iterator().next() + ".");
        }
        if (jdbc.sql("select 1 from repositories where id = ?")
                .param(repository)
                .query(Integer.class)
                .optional()
                .isEmpty()) {
            throw new InvalidRequest("repository-missing", "There is no repository with the id " + repository + ".");
        }
    }
}
