package io.tidemark.catalog.run;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import org.jspecify.annotations.Nullable;

/// What a run works on and in which pool, looked up when it is ordered.
///
/// @param machine     null for work on a repository alone, and when the catalog does not know a point's machine
/// @param machineName known even where the machine is not
record RunSubject(
        String pool,
        @Nullable MachineId machine,
        @Nullable String machineName,
        RepositoryEntryId repository,
        String repositoryName) {}
