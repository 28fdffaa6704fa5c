package io.tidemark.catalog.policy;

import io.tidemark.catalog.PolicyId;
import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/// All policies.
public interface Policies extends Repository<Policy, PolicyId> {
    Policy saveAndFlush(Policy policy);

    Optional<Policy> findById(PolicyId id);

    List<Policy> findAll();

    boolean existsByName(String name);

    void delete(Policy policy);
}
