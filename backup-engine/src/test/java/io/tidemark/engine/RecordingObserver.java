package io.tidemark.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Keeps what a run told, and may do something when a step begins.
final class RecordingObserver implements RunObserver {
    final List<String> steps = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    final List<Progress> progress = new ArrayList<>();
    private final Consumer<String> atStep;
    private volatile boolean cancelled;

    RecordingObserver() {
        this(step -> {});
    }

    RecordingObserver(Consumer<String> atStep) {
        this.atStep = atStep;
    }

    void cancel() {
        cancelled = true;
    }

    @Override
    public void step(String name) {
        steps.add(name);
        atStep.accept(name);
    }

    @Override
    public void progress(Progress current) {
        progress.add(current);
    }

    @Override
    public void log(LogLevel level, String message) {
        log.add(level + " " + message);
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }
}
