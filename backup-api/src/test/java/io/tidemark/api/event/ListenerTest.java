package io.tidemark.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.name.Reference;
import io.tidemark.api.run.ProgressView;
import io.tidemark.api.run.RunView;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunTrigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ListenerTest {
    private static final UUID CALLER = UUID.randomUUID();
    private static final Duration NOW = Duration.ZERO;
    private final List<Listener> closed = new ArrayList<>();

    @Test
    void keepsOnlyTheNewestStateOfARunThatWasNotFetched() throws InterruptedException {
        Listener listener = new Listener(CALLER, null, closed::add);
        UUID run = UUID.randomUUID();

        listener.offer(run(run, RunState.QUEUED));
        listener.offer(run(run, RunState.RUNNING));

        assertThat(listener.next(NOW)).isEqualTo(run(run, RunState.RUNNING));
        assertThat(listener.next(NOW)).isNull();
        assertThat(listener.ended()).isFalse();
    }

    @Test
    void hearsOnlyOfTheRunItFollows() throws InterruptedException {
        UUID run = UUID.randomUUID();
        Listener listener = new Listener(CALLER, run, closed::add);

        listener.offer(run(UUID.randomUUID(), RunState.RUNNING));
        listener.offer(run(run, RunState.RUNNING));

        assertThat(listener.next(NOW)).isEqualTo(run(run, RunState.RUNNING));
        assertThat(listener.next(NOW)).isNull();
    }

    @Test
    void endsWhenTooManyRunsWaitForIt() throws InterruptedException {
        Listener listener = new Listener(CALLER, null, closed::add);

        for (int i = 0; i <= Listener.MAXIMUM_PENDING; i++) {
            listener.offer(run(UUID.randomUUID(), RunState.QUEUED));
        }

        assertThat(listener.ended()).isTrue();
        assertThat(listener.next(Duration.ofMinutes(1))).isNull();
    }

    @Test
    void closingWakesWhoWaitsForTheNextChange() throws InterruptedException {
        Listener listener = new Listener(CALLER, null, closed::add);
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                listener.next(Duration.ofMinutes(10));
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        });

        listener.close();

        assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
        assertThat(closed).containsExactly(listener);
    }

    @Test
    void provingThatTheClientIsThereEndsTheWaitOnce() throws InterruptedException {
        Listener listener = new Listener(CALLER, null, closed::add);
        UUID run = UUID.randomUUID();

        listener.prove();

        assertThat(listener.next(Duration.ofMinutes(1))).isNull();
        assertThat(listener.proofWanted()).isTrue();
        assertThat(listener.proofWanted()).isFalse();
        assertThat(listener.ended()).isFalse();
        listener.offer(run(run, RunState.RUNNING));
        assertThat(listener.next(Duration.ofMinutes(1))).isEqualTo(run(run, RunState.RUNNING));
        assertThat(listener.next(NOW)).isNull();
    }

    private static RunView run(UUID id, RunState state) {
        return new RunView(
                id,
                RunKind.BACKUP,
                state,
                null,
                new Reference(null, "main"),
                null,
                RunTrigger.REQUEST,
                null,
                null,
                null,
                false,
                null,
                0,
                Instant.EPOCH,
                null,
                null,
                false,
                null,
                null,
                null,
                0,
                null,
                List.of(),
                new ProgressView(0, 0, 0, 0, 0, null, null),
                List.of(),
                null,
                null);
    }
}
