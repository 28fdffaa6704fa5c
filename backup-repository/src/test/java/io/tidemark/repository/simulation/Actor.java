package io.tidemark.repository.simulation;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Somebody who works on the store, on a thread of its own that runs only while it has the baton.
final class Actor {

    private final String name;
    private final Semaphore baton = new Semaphore(0);
    private final Semaphore stage;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;
    private Fault fault = Fault.NONE;
    private String doing = "start";
    private boolean mutating;
    private long asleepUntil;

    /// @param stage  is released when this actor hands the baton back
    Actor(String name, Semaphore stage) {
        this.name = name;
        this.stage = stage;
    }

    /// Starts the thread, which waits for the baton at once.
    void start(Runnable work) {
        Thread.ofVirtual().name(name).start(() -> {
            baton.acquireUninterruptibly();
            try {
                work.run();
            } catch (Throwable e) {
                failure = e;
            } finally {
                ended = true;
                stage.release();
            }
        });
    }

    /// Called by the actor before each call to its store: hands the baton back and waits for it.
    ///
    /// @return what is to go wrong with the call
    Fault pause(String call, boolean mutates) {
        doing = call;
        mutating = mutates;
        stage.release();
        baton.acquireUninterruptibly();
        return fault;
    }

    /// Called by the stage: lets the actor make its call and go on to the next one.
    void resume(Fault with) {
        fault = with;
        baton.release();
        stage.acquireUninterruptibly();
    }

    String name() {
        return name;
    }

    /// The call that it waits to make.
    String doing() {
        return doing;
    }

    boolean isMutating() {
        return mutating;
    }

    boolean hasEnded() {
        return ended;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    long asleepUntil() {
        return asleepUntil;
    }

    void sleepUntil(long step) {
        asleepUntil = step;
    }
}
