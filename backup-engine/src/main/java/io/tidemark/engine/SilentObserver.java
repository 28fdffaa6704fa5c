package io.tidemark.engine;

enum SilentObserver implements RunObserver {
    INSTANCE;

    @Override
    public void step(String name) {}

    @Override
    public void progress(Progress progress) {}

    @Override
    public void log(LogLevel level, String message) {}

    @Override
    public boolean cancelled() {
        return false;
    }
}
