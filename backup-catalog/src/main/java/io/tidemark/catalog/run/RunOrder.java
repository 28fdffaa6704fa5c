package io.tidemark.catalog.run;

import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PolicyId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What somebody wants done, before it is a run.
public sealed interface RunOrder {
    record Backup(MachineId machine, RepositoryEntryId repository, RequestedMode mode) implements RunOrder {}

    /// Writes a disk of a point to a new image.
    ///
    /// @param disk   the disk to restore, or null when the point has only one
    /// @param target an absolute path that does not exist yet, as the worker sees it
    record Restore(UUID point, @Nullable String disk, String target, RestoreFormat format) implements RunOrder {
        public Restore {
            if (!target.startsWith("/")) {
                throw new InvalidRequest(
                        "target-invalid",
                        "The target of a restore must be an absolute path, found \"" + target + "\".");
            }
        }
    }

    /// Reads a point back and checks it.
    ///
    /// @param samplePercent how much of the point's chunks is read, 1 to 100
    record VerifyPoint(UUID point, int samplePercent) implements RunOrder {
        public VerifyPoint {
            requirePercent(samplePercent);
        }
    }

    /// Verifies every point of a repository.
    record VerifyRepository(RepositoryEntryId repository, int samplePercent) implements RunOrder {
        public VerifyRepository {
            requirePercent(samplePercent);
        }
    }

    record Connect(RepositoryEntryId repository) implements RunOrder {}

    /// Deletes the points of a machine that its policy's rules do not keep.
    ///
    /// @param dryRun judge only: say of each point whether it would stay, and why
    record Retention(PolicyId policy, MachineId machine, boolean dryRun) implements RunOrder {}

    /// Deletes what no point of a repository needs any more.
    ///
    /// @param dryRun only say what would be deleted
    record Collection(RepositoryEntryId repository, boolean dryRun) implements RunOrder {}

    private static void requirePercent(int samplePercent) {
        if (samplePercent < 1 || samplePercent > 100) {
            throw new InvalidRequest("sample-invalid", "A sample is 1 to 100 percent, found " + samplePercent + ".");
        }
    }
}
