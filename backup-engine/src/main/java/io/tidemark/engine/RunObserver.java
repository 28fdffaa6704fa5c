package io.tidemark.engine;

/// Whoever watches a run, and may ask it to stop.
///
/// Steps and log lines come from one thread in order; progress comes a few times a second from that thread as
/// well. [#cancelled()] is asked from several threads, often: it must be quick and thread-safe. An observer must
/// not throw.
public interface RunObserver {
    /// A step begins, and the one before it is over.
    ///
    /// @param name  one of the stable words of [Step]
    void step(String name);

    /// The run has come this far.
    void progress(Progress progress);

    /// Something worth keeping happened.
    void log(LogLevel level, String message);

    /// Whether the run should stop. It then ends within about a second, in an [EngineException] with
    /// [FailureCode#CANCELLED], and leaves images and repository as after a failure.
    boolean cancelled();

    /// An observer that ignores everything and never cancels.
    static RunObserver silent() {
        return SilentObserver.INSTANCE;
    }
}
