package io.tidemark.engine;

/// How many chunks that a mark calls clean are read and compared with the base all the same.
///
/// @param fraction  of the bytes read, 0 to 1
/// @param minimumChunks  at least so many chunks, however little was read
public record RecheckSample(double fraction, int minimumChunks) {
    /// One percent of the bytes read and at least 16 chunks.
    public static final RecheckSample DEFAULT = new RecheckSample(0.01, 16);

    /// No sample is taken.
    public static final RecheckSample NONE = new RecheckSample(0, 0);

    /// A sample is never larger than this, so that choosing it takes bounded memory (512 KiB).
    static final int MAXIMUM_CHUNKS = 65_536;

    public RecheckSample {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("The recheck fraction must be from 0 to 1, but is " + fraction + ".");
        }
        if (minimumChunks < 0 || minimumChunks > MAXIMUM_CHUNKS) {
            throw new IllegalArgumentException("The recheck sample's minimum must be from 0 to " + MAXIMUM_CHUNKS
                    + " chunks, but is " + minimumChunks + ".");
        }
    }

    /// How many chunks to recheck when so many bytes are read.
    int chunks(long readBytes, int chunkSize) {
        long byFraction = (long) (readBytes * fraction) / chunkSize;
        return (int) Math.min(MAXIMUM_CHUNKS, Math.max(minimumChunks, byFraction));
    }
}
