package io.tidemark.api.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.swagger.v3.oas.annotations.media.DiscriminatorMapping;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tidemark.api.access.Caller;
import io.tidemark.api.access.Permission;
import io.tidemark.api.audit.Audited;
import io.tidemark.api.problem.FieldsException;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.run.IfActive;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.user.WithinBounds;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A request to start a run now.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StartRun.Backup.class, name = "backup"),
    @JsonSubTypes.Type(value = StartRun.Verify.class, name = "verify"),
    @JsonSubTypes.Type(value = StartRun.Connect.class, name = "connect")
})
@Schema(
        discriminatorProperty = "kind",
        discriminatorMapping = {
            @DiscriminatorMapping(value = "backup", schema = StartRun.Backup.class),
            @DiscriminatorMapping(value = "verify", schema = StartRun.Verify.class),
            @DiscriminatorMapping(value = "connect", schema = StartRun.Connect.class)
        },
        oneOf = {StartRun.Backup.class, StartRun.Verify.class, StartRun.Connect.class})
sealed interface StartRun {

    RunOrder order();

    /// What it takes to start such a run.
    Permission permission();

    /// Refuses what lies outside the caller's bounds, as though it were not there.
    void requireWithin(Caller caller, WithinBounds within);

    /// What to do where another run has the place; null to refuse.
    @Nullable
    IfActive ifActive();

    /// Back up all disks of a machine.
    ///
    /// @param mode  `auto` when absent
    /// @param ifActive  what to do while the machine has a backup already: `refuse` (when absent), or `join`,
    /// which answers with that run, whatever its mode
    @Schema(name = "StartBackup")
    @Audited
    record Backup(
            @NotNull UUID machine,
            @NotNull UUID repository,
            @Nullable RequestedMode mode,
            @Nullable IfActive ifActive) implements StartRun {
        @Override
        public void requireWithin(Caller caller, WithinBounds within) {
            within.requireMachine(caller.bounds(), machine);
        }

        @Override
        public Permission permission() {
            return Permission.BACKUP;
        }

        @Override
        public RunOrder order() {
            return new RunOrder.Backup(
                    new MachineId(machine),
                    new RepositoryEntryId(repository),
                    Objects.requireNonNullElse(mode, RequestedMode.AUTO));
        }
    }

    /// Read a point back and check it, or all points of a repository. One of both is named.
    ///
    /// @param samplePercent  how much of it is read; 100 when absent
    /// @param ifActive  what to do while the same is verified already: `refuse` (when absent), or `join`
    @Schema(name = "StartVerify")
    @Audited
    record Verify(
            @Nullable UUID point,
            @Nullable UUID repository,
            @Nullable @Min(1) @Max(100) Integer samplePercent,
            @Nullable IfActive ifActive)
            implements StartRun {
        @Override
        public void requireWithin(Caller caller, WithinBounds within) {
            if (point == null) {
                caller.requireNoBounds();
            } else {
                within.requirePoint(caller.bounds(), point);
            }
        }

        @Override
        public Permission permission() {
            return Permission.RUN;
        }

        @Override
        public RunOrder order() {
            int percent = Objects.requireNonNullElse(samplePercent, 100);
            if (point != null && repository == null) {
                return new RunOrder.VerifyPoint(point, percent);
            }
            if (point == null && repository != null) {
                return new RunOrder.VerifyRepository(new RepositoryEntryId(repository), percent);
            }
            throw new FieldsException("point", "must be given, or else repository: one of both");
        }
    }

    /// Open a repository again and bring the catalog in line with the points that its bucket holds.
    ///
    /// @param ifActive  what to do while it is connected already: `refuse` (when absent), or `join`
    @Schema(name = "StartConnect")
    @Audited
    record Connect(@NotNull UUID repository, @Nullable IfActive ifActive) implements StartRun {
        @Override
        public void requireWithin(Caller caller, WithinBounds within) {
            caller.requireNoBounds();
        }

        @Override
        public Permission permission() {
            return Permission.RUN;
        }

        @Override
        public RunOrder order() {
            return new RunOrder.Connect(new RepositoryEntryId(repository));
        }
    }
}
