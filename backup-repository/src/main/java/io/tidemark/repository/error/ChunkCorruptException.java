package io.tidemark.repository.error;

/// A piece of a disk cannot be read back as it was stored.
public final class ChunkCorruptException extends RepositoryException {

    public static final String CODE = "chunk-corrupt";

    private final String key;
    private final long objectOffset;
    private final long guestOffset;
    private final long guestLength;

    /// Tells what happened.
    ///
    /// @param disk  which disk of which machine and point, for people
    /// @param guestOffset  first byte of the disk that is hit
    /// @param guestLength  number of bytes of the disk that are hit
    /// @param key  the object that is damaged, missing or does not know the chunk
    /// @param objectOffset  where in it
    /// @param cause  what was expected and found there
    public ChunkCorruptException(
            String disk, long guestOffset, long guestLength, String key, long objectOffset, Throwable cause) {
        super(
                CODE,
                disk + ": bytes " + guestOffset + " to " + (guestOffset + guestLength) + " cannot be read: "
                        + cause.getMessage()
                        + " `tidemark restore --keep-going` restores everything else and lists what is missing.",
                cause);
        this.key = key;
        this.objectOffset = objectOffset;
        this.guestOffset = guestOffset;
        this.guestLength = guestLength;
    }

    public String key() {
        return key;
    }

    public long objectOffset() {
        return objectOffset;
    }

    public long guestOffset() {
        return guestOffset;
    }

    public long guestLength() {
        return guestLength;
    }
}
