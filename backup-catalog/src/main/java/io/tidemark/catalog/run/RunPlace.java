package io.tidemark.catalog.run;

import java.util.Optional;
import java.util.UUID;

/// What only one run at a time may work on.
///
/// @param condition which runs work on it, as SQL with the parameter `id`
record RunPlace(RunKind kind, String condition, UUID id) {
    private static final String MACHINE = "machine_id = :id";
    private static final String REPOSITORY = "repository_id = :id";
    private static final String WHOLE_REPOSITORY = "repository_id = :id and point_id is null";
    private static final String POINT = "point_id = :id";

    /// The place that an order needs; empty where any number may work.
    static Optional<RunPlace> of(RunOrder order) {
        return switch (order) {
            case RunOrder.Backup backup ->
                place(RunKind.BACKUP, MACHINE, backup.machine().id());
            case RunOrder.Connect connect ->
                place(RunKind.CONNECT, REPOSITORY, connect.repository().id());
            case RunOrder.Retention retention ->
                retention.dryRun()
                        ? Optional.empty()
                        : place(RunKind.RETENTION, MACHINE, retention.machine().id());
            case RunOrder.Collection collection ->
                collection.dryRun()
                        ? Optional.empty()
                        : place(
                                RunKind.COLLECTION,
                                REPOSITORY,
                                collection.repository().id());
            case RunOrder.VerifyPoint verify -> place(RunKind.VERIFY, POINT, verify.point());
            case RunOrder.VerifyRepository verify ->
                place(RunKind.VERIFY, WHOLE_REPOSITORY, verify.repository().id());
            case RunOrder.Restore restore -> Optional.empty();
        };
    }

    /// The place that a run would need again.
    static Optional<RunPlace> of(Run run) {
        return switch (run.kind()) {
            case BACKUP -> run.machine().flatMap(machine -> place(RunKind.BACKUP, MACHINE, machine.id()));
            case RETENTION ->
                run.work().dryRun()
                        ? Optional.empty()
                        : run.machine().flatMap(machine -> place(RunKind.RETENTION, MACHINE, machine.id()));
            case CONNECT, COLLECTION ->
                run.work().dryRun()
                        ? Optional.empty()
                        : run.repository().flatMap(repository -> place(run.kind(), REPOSITORY, repository.id()));
            case VERIFY ->
                run.point().isPresent()
                        ? place(RunKind.VERIFY, POINT, run.point().get())
                        : run.repository()
                                .flatMap(repository -> place(RunKind.VERIFY, WHOLE_REPOSITORY, repository.id()));
            case RESTORE -> Optional.empty();
        };
    }

    private static Optional<RunPlace> place(RunKind kind, String condition, UUID id) {
        return Optional.of(new RunPlace(kind, condition, id));
    }
}
