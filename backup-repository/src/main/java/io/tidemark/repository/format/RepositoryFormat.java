package io.tidemark.repository.format;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// What is settled once for a repository, in `tidemark.json`.
///
/// @param id  which repository this is
/// @param createdAt  when it was made, to the second
/// @param chunkSize  bytes per chunk: a power of two from [#MIN_CHUNK_SIZE] to [#MAX_CHUNK_SIZE]
/// @param sealing  whether and how it is sealed
/// @param lock  how objects are locked against deletion, or null if they are not
public record RepositoryFormat(
        RepositoryId id,
        Instant createdAt,
        int chunkSize,
        SealingMethod sealing,
        @Nullable LockSettings lock) {

    public static final int DEFAULT_CHUNK_SIZE = 64 << 10;
    /// Map pages are shorter than this, so that no chunk and no page ever have the same bytes.
    public static final int MIN_CHUNK_SIZE = 4 << 10;
    public static final int MAX_CHUNK_SIZE = 4 << 20;

    public RepositoryFormat {
        if (Integer.bitCount(chunkSize) != 1 || chunkSize < MIN_CHUNK_SIZE || chunkSize > MAX_CHUNK_SIZE) {
            throw new IllegalArgumentException("A chunk size is a power of two from " + MIN_CHUNK_SIZE + " to "
                    + MAX_CHUNK_SIZE + ", not " + chunkSize);
        }
        createdAt = createdAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /// A repository that is not sealed.
    public RepositoryFormat(RepositoryId id, Instant createdAt, int chunkSize) {
        this(id, createdAt, chunkSize, SealingMethod.NONE, null);
    }

    /// A new repository with the default chunk size.
    public static RepositoryFormat create(Instant now) {
        return new RepositoryFormat(RepositoryId.random(), now, DEFAULT_CHUNK_SIZE);
    }

    /// The same with another chunk size.
    public RepositoryFormat withChunkSize(int bytes) {
        return new RepositoryFormat(id, createdAt, bytes, sealing, lock);
    }

    /// The same with another sealing.
    public RepositoryFormat withSealing(SealingMethod method) {
        return new RepositoryFormat(id, createdAt, chunkSize, method, lock);
    }

    /// The same with objects that are locked, or with none if that is null.
    public RepositoryFormat withLock(@Nullable LockSettings settings) {
        return new RepositoryFormat(id, createdAt, chunkSize, sealing, settings);
    }

    /// The version of the format: that of every repository that this release opens.
    public int version() {
        return ObjectHeader.VERSION;
    }

    /// Whether what is stored is encrypted.
    public boolean isSealed() {
        return sealing != SealingMethod.NONE;
    }
}
