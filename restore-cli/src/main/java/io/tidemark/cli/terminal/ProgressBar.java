package io.tidemark.cli.terminal;

import io.tidemark.engine.LogLevel;
import io.tidemark.engine.Progress;
import io.tidemark.engine.RunObserver;
import java.util.Locale;

/// Watches a run for the terminal: one line that changes while it runs, on a terminal only; warnings as lines of their
/// own, always. Closing it wipes the line.
public final class ProgressBar implements RunObserver, AutoCloseable {
    private static final int WIDTH = 30;
    private static final long PAINT_NANOS = 100_000_000;
    private static final String WIPE = "\r\u001b[K";

    private final Terminal terminal;
    private final String unit;
    private String step = "";
    private long painted = Long.MIN_VALUE;
    private boolean dirty;

    /// @param unit what becomes of the bytes that are counted, such as `read` or `checked`
    public ProgressBar(Terminal terminal, String unit) {
        this.terminal = terminal;
        this.unit = unit;
    }

    @Override
    public synchronized void step(String name) {
        step = name;
        painted = Long.MIN_VALUE;
    }

    @Override
    public synchronized void progress(Progress progress) {
        long now = System.nanoTime();
        if (!terminal.live() || (painted != Long.MIN_VALUE && now - painted < PAINT_NANOS)) {
            return;
        }
        painted = now;
        dirty = true;
        terminal.paint(WIPE + line(progress));
    }

    @Override
    public synchronized void log(LogLevel level, String message) {
        wipe();
        terminal.note(level == LogLevel.WARNING ? "tidemark: warning: " + message : "tidemark: " + message);
    }

    @Override
    public boolean cancelled() {
        return terminal.interrupted();
    }

    @Override
    public synchronized void close() {
        wipe();
    }

    private void wipe() {
        if (dirty) {
            terminal.paint(WIPE);
            dirty = false;
        }
    }

    private String line(Progress progress) {
        long whole = Math.max(progress.foundBytes(), progress.readBytes());
        int percent = whole == 0 ? 0 : (int) (progress.readBytes() * 100 / whole);
        int full = percent * WIDTH / 100;
        String bar = "#".repeat(full) + "-".repeat(WIDTH - full);
        String sent = progress.uploadedBytes() == 0 ? "" : ", " + Sizes.of(progress.uploadedBytes()) + " uploaded";
        return String.format(
                Locale.ROOT,
                "%-8s [%s] %3d %%  %s of %s %s%s",
                step,
                bar,
                percent,
                Sizes.of(progress.readBytes()),
                Sizes.of(whole),
                unit,
                sent);
    }
}
