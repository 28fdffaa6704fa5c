package io.tidemark.catalog.notification;

import io.tidemark.catalog.machine.OutOfObjective.LateMachine;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What is to be told.
public sealed interface Notice {
    /// The delivery's id: the same each time it is sent, so that who gets it twice can tell.
    UUID id();

    /// How a run ended.
    record Run(UUID id, String rule, NotifiedOutcome outcome, EndedRun run) implements Notice {}

    /// Which machines are out of objective; none, when all are within.
    record Digest(UUID id, String rule, Instant at, List<LateMachine> machines) implements Notice {
        public Digest {
            machines = List.copyOf(machines);
        }
    }

    /// Whether a channel works.
    record Test(UUID id, String channel, Instant at) implements Notice {}

    /// How its event is written in the catalog and on the wire.
    default String event() {
        return switch (this) {
            case Run run -> "run";
            case Digest digest -> "digest";
            case Test test -> "test";
        };
    }
}
