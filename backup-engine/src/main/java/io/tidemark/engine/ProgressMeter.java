package io.tidemark.engine;

import java.util.function.LongSupplier;

/// Tells the observer how far a run has come, a few times a second. Belongs to the run's thread.
final class ProgressMeter {
    private static final long INTERVAL_NANOS = 250_000_000;

    private final RunObserver observer;
    private final long totalBytes;
    private final LongSupplier readBytes;
    private final LongSupplier storedBytes;
    private final LongSupplier uploadedBytes;
    private final LongSupplier waitingBytes;
    private long expectedBytes;
    private long foundBytes;
    private long lastTick = System.nanoTime() - INTERVAL_NANOS;

    ProgressMeter(
            RunObserver observer,
            long totalBytes,
            LongSupplier readBytes,
            LongSupplier storedBytes,
            LongSupplier uploadedBytes,
            LongSupplier waitingBytes) {
        this.observer = observer;
        this.totalBytes = totalBytes;
        this.readBytes = readBytes;
        this.storedBytes = storedBytes;
        this.uploadedBytes = uploadedBytes;
        this.waitingBytes = waitingBytes;
    }

    /// So many bytes are known beforehand to need reading; those among them that are found later are no more.
    void expect(long bytes) {
        expectedBytes += bytes;
    }

    /// So many more bytes need reading.
    void found(long bytes) {
        foundBytes += bytes;
    }

    /// Tells where the run is, unless it was told just now.
    void tick() {
        if (System.nanoTime() - lastTick >= INTERVAL_NANOS) {
            tell();
        }
    }

    /// Tells where the run is.
    void tell() {
        lastTick = System.nanoTime();
        observer.progress(new Progress(
                totalBytes,
                Math.max(foundBytes, expectedBytes),
                readBytes.getAsLong(),
                storedBytes.getAsLong(),
                uploadedBytes.getAsLong(),
                waitingBytes.getAsLong()));
    }
}
