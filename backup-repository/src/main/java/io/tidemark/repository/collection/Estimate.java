package io.tidemark.repository.collection;

import io.tidemark.repository.collection.CollectReport.Amount;
import io.tidemark.repository.collection.CollectReport.Cost;

/// What the doing costs, after the looking: about, as records are neither counted nor packed before.
final class Estimate {

    private static final long PACK_BYTES = 16L << 20;
    private static final long RANGE_BYTES = 4L << 20;
    /// Of an index entry, for a record of 32 KiB.
    private static final double INDEX_PART = 44.0 / (32 << 10);

    private Estimate() {}

    static Cost of(boolean fence, long locks, Amount deleted, long condemned, Amount rewritten, int lists) {
        long newPacks = (rewritten.bytes() + PACK_BYTES - 1) / PACK_BYTES;
        long segments = rewritten.packs() > 0 ? 1 : 0;
        long indexBytes = (long) (rewritten.bytes() * INDEX_PART);
        int objects = (fence ? 2 : 0) + (condemned > 0 ? 1 : 0);
        long replaced = deleted.packs() > 0 ? 1 : 0;
        return new Cost(
                locks + objects + newPacks + segments + replaced,
                rewritten.packs() + rewritten.bytes() / RANGE_BYTES,
                deleted.packs() + lists + (fence ? 2 : 0) + replaced,
                rewritten.bytes() + indexBytes + (deleted.packs() + condemned) * (long) IdList.ID_LENGTH,
                rewritten.bytes());
    }
}
