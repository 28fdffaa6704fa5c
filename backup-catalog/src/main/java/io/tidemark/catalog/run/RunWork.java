package io.tidemark.catalog.run;

import io.tidemark.catalog.RequestedMode;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a run does, as it is stored: the parts of its [RunOrder] that do not say whom it is for.
///
/// @param mode          of a backup; null for everything else
/// @param point         that a backup made, or that a restore or verify reads; null for none
/// @param restoreDisk   of the point; null where it has only one, and for everything but a restore
/// @param restoreTarget absolute path of the image that a restore makes; null for everything else
/// @param restoreFormat of that image; null for everything else
/// @param samplePercent how much a verify reads, 1 to 100; null for everything else
/// @param dryRun        whether it only tells what it would do
@Embeddable
public record RunWork(
        @Enumerated(EnumType.STRING) RunKind kind,

        @Column(name = "requested_mode") @Enumerated(EnumType.STRING) @Nullable
        RequestedMode mode,

        @Column(name = "point_id") @Nullable UUID point,
        @Nullable String restoreDisk,
        @Nullable String restoreTarget,
        @Enumerated(EnumType.STRING) @Nullable RestoreFormat restoreFormat,
        @Nullable Integer samplePercent,
        boolean dryRun) {
    static RunWork of(RunOrder order) {
        return switch (order) {
            case RunOrder.Backup backup ->
                new RunWork(RunKind.BACKUP, backup.mode(), null, null, null, null, null, false);
            case RunOrder.Restore restore ->
                new RunWork(
                        RunKind.RESTORE,
                        null,
                        restore.point(),
                        restore.disk(),
                        restore.target(),
                        restore.format(),
                        null,
                        false);
            case RunOrder.VerifyPoint verify -> verify(verify.point(), verify.samplePercent());
            case RunOrder.VerifyRepository verify -> verify(null, verify.samplePercent());
            case RunOrder.Connect connect -> plain(RunKind.CONNECT, false);
            case RunOrder.Retention retention -> plain(RunKind.RETENTION, retention.dryRun());
            case RunOrder.Collection collection -> plain(RunKind.COLLECTION, collection.dryRun());
        };
    }

    private static RunWork verify(@Nullable UUID point, int samplePercent) {
        return new RunWork(RunKind.VERIFY, null, point, null, null, null, samplePercent, false);
    }

    private static RunWork plain(RunKind kind, boolean dryRun) {
        return new RunWork(kind, null, null, null, null, null, null, dryRun);
    }

    /// The same, with the point that it made or read.
    RunWork with(UUID point) {
        return new RunWork(kind, mode, point, restoreDisk, restoreTarget, restoreFormat, samplePercent, dryRun);
    }
}
