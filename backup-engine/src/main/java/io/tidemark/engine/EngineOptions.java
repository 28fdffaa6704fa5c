package io.tidemark.engine;

import io.tidemark.repository.WriteOptions;
import io.tidemark.repository.content.ReadOptions;
import java.util.Objects;

/// How much memory, how many threads and how much care a run uses.
///
/// A backup needs about [#bytesInFlight()] plus, per worker, a piece of 1 MiB and the compressor's state; the
/// default fits a heap of 256 MiB with direct memory bounded alike.
///
/// @param bytesInFlight  bytes of chunks and packs that may wait between reading and the store; at least 8 MiB
/// @param workers  threads that read, hash and compress; 1 to 256
/// @param uploads  packs sent to the store at once, 1 to 64; a restore makes up to three times as many
///     requests at once
/// @param compressionLevel  zstd's level, 1 (quick) to 19 (small)
/// @param recheck  how many clean chunks an increment compares with its base
public record EngineOptions(long bytesInFlight, int workers, int uploads, int compressionLevel, RecheckSample recheck) {
    private static final long MEBIBYTE = 1 << 20;

    public EngineOptions {
        requireWithin("bytesInFlight", bytesInFlight, 8 * MEBIBYTE, 64L << 30);
        requireWithin("workers", workers, 1, 256);
        requireWithin("uploads", uploads, 1, 64);
        requireWithin("compressionLevel", compressionLevel, 1, 19);
        Objects.requireNonNull(recheck, "recheck");
    }

    /// 64 MiB in flight, a worker per processor (at least two), three uploads, the usual level of
    /// compression and the default recheck sample.
    public static EngineOptions defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        int level = WriteOptions.standard().compressionLevel();
        return new EngineOptions(64 * MEBIBYTE, Math.clamp(processors, 2, 16), 3, level, RecheckSample.DEFAULT);
    }

    public EngineOptions withRecheck(RecheckSample sample) {
        return new EngineOptions(bytesInFlight, workers, uploads, compressionLevel, sample);
    }

    public EngineOptions withWorkers(int count) {
        return new EngineOptions(bytesInFlight, count, uploads, compressionLevel, recheck);
    }

    /// Packs as large as usual, if four of them fit into the memory allowed; never too small for a few chunks.
    WriteOptions writeOptions(int chunkSize) {
        long quarter = Math.min(WriteOptions.standard().packSize(), Long.highestOneBit(bytesInFlight / 4));
        int packSize = (int) Math.max(quarter, 4L * chunkSize);
        return new WriteOptions(Math.max(bytesInFlight, 2L * packSize), uploads, compressionLevel, packSize);
    }

    ReadOptions readOptions(boolean keepGoing) {
        // An upload carries a pack; what increments have scattered is read in small pieces, most of whose time is
        // the store's latency.
        return new ReadOptions(bytesInFlight, Math.min(3 * uploads, 64), keepGoing);
    }

    private static void requireWithin(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "Option " + name + " must be from " + least + " to " + most + ", but is " + value + ".");
        }
    }
}
