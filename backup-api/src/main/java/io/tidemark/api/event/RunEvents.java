package io.tidemark.api.event;

import io.tidemark.api.problem.ProblemType;
import io.tidemark.api.run.RunView;
import io.tidemark.catalog.run.RunViews;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Tells listeners about changed runs, whichever process changed them: while anybody listens, the catalog is asked
/// twice a second. All listeners share that question.
///
/// One caller has so many streams and no more, so that a program that forgets to close them does not take those of
/// others. Where all streams there may be are open, a caller who has fewer takes the place of the oldest one of
/// whoever has most.
@Component
class RunEvents implements SmartLifecycle {
    static final int MAXIMUM_OF_A_CALLER = 20;
    static final int MAXIMUM_LISTENERS = 400;

    private static final Logger LOG = LoggerFactory.getLogger(RunEvents.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    /// A change carries the time of its statement, not of its commit: looking back this far finds late ones too.
    private static final Duration SPAN = Duration.ofSeconds(5);

    private static final int MAXIMUM_CHANGES = 1000;
    /// A client that has gone answers the first thing that is written to it, and the second one then fails.
    private static final int PROOFS = 2;
    private static final Duration PROOF = Duration.ofMillis(200);

    private final RunViews runs;
    /// The oldest first.
    private final Set<Listener> listeners = new LinkedHashSet<>();
    private Map<UUID, RunView> told = new HashMap<>();
    private @Nullable Thread follower;
    private boolean open;

    RunEvents(RunViews runs) {
        this.runs = runs;
    }

    /// A new listener; who asks for it closes it. Where the caller has too many, those whose clients have gone make
    /// way first.
    ///
    /// @param caller  whose it is
    /// @param only  the one run it follows; null for all
    synchronized Listener listen(UUID caller, @Nullable UUID only) throws InterruptedException {
        for (int proofs = 0; proofs < PROOFS && of(caller).size() >= MAXIMUM_OF_A_CALLER; proofs++) {
            of(caller).forEach(Listener::prove);
            awaitUntil(() -> of(caller).size() < MAXIMUM_OF_A_CALLER, PROOF);
        }
        if (!open) {
            throw ProblemType.TOO_MANY_LISTENERS.because("The server is stopping. Ask again when it is back.");
        }
        if (of(caller).size() >= MAXIMUM_OF_A_CALLER) {
            throw ProblemType.TOO_MANY_LISTENERS.because("One caller may follow events by at most "
                    + MAXIMUM_OF_A_CALLER + " streams at a time. Close one, or ask for runs.");
        }
        if (listeners.size() >= MAXIMUM_LISTENERS) {
            makeWay(caller);
        }
        Listener listener = new Listener(caller, only, this::forget);
        listeners.add(listener);
        told.values().forEach(listener::offer);
        if (follower == null) {
            follower = Thread.ofVirtual().name("run-events").start(this::follow);
        }
        return listener;
    }

    private List<Listener> of(UUID caller) {
        return listeners.stream().filter(one -> one.caller().equals(caller)).toList();
    }

    private void makeWay(UUID caller) {
        List<Listener> most = listeners.stream().collect(Collectors.groupingBy(Listener::caller)).values().stream()
                .max(Comparator.comparingInt(List::size))
                .orElseThrow();
        if (most.size() <= of(caller).size() + 1) {
            throw ProblemType.TOO_MANY_LISTENERS.because(
                    "At most " + MAXIMUM_LISTENERS + " streams of events may be open at a time. Ask for runs.");
        }
        most.getFirst().close();
    }

    private synchronized void forget(Listener listener) {
        listeners.remove(listener);
        notifyAll();
    }

    private void follow() {
        boolean answered = true;
        try {
            while (pause()) {
                try {
                    List<RunView> changed = runs.changedWithin(SPAN, MAXIMUM_CHANGES).stream()
                            .map(RunView::of)
                            .toList();
                    tell(changed);
                    answered = true;
                } catch (RuntimeException silence) {
                    if (answered) {
                        LOG.warn("Listeners hear nothing while the catalog does not answer", silence);
                    }
                    answered = false;
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for the next question's time; false, and the follower is forgotten, when nobody listens any more.
    private synchronized boolean pause() throws InterruptedException {
        awaitUntil(listeners::isEmpty, PAUSE);
        if (listeners.isEmpty()) {
            follower = null;
            told = new HashMap<>();
            return false;
        }
        return true;
    }

    /// Waits, for callers that hold this object's monitor.
    private void awaitUntil(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toMillis(); left > 0 && !condition.getAsBoolean(); ) {
            wait(left);
            left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        }
    }

    private synchronized void tell(List<RunView> changed) {
        Map<UUID, RunView> seen = new HashMap<>();
        for (RunView run : changed) {
            seen.put(run.id(), run);
            if (!run.equals(told.get(run.id()))) {
                listeners.forEach(listener -> listener.offer(run));
            }
        }
        told = seen;
    }

    @Override
    public synchronized void start() {
        open = true;
    }

    /// Ends all streams, before the web server waits for its requests to end.
    @Override
    public void stop() {
        List<Listener> all;
        synchronized (this) {
            open = false;
            all = List.copyOf(listeners);
        }
        all.forEach(Listener::close);
    }

    @Override
    public synchronized boolean isRunning() {
        return open;
    }
}
