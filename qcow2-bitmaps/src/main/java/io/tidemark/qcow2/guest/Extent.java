package io.tidemark.qcow2.guest;

/// A run of guest bytes of one kind, found in one image of the chain.
///
/// All positions and lengths are bytes. The depth counts images from the top: 0 is the image that was
/// opened, 1 its backing file. These are the runs that `qemu-img map` prints.
public sealed interface Extent {
    /// The host offset of a run for which no cluster is set aside.
    long NO_OFFSET = -1;

    /// First guest byte.
    long start();

    /// Number of guest bytes, at least 1.
    long length();

    /// Which image of the chain decided.
    int depth();

    /// Where in the file that decided the first byte is or would be, [#NO_OFFSET] when it has no place
    /// there. That file is the image or, where it has one, its external data file.
    long hostOffset();

    /// Whether an image of the chain says what is here: QEMU's `present`.
    default boolean present() {
        return !(this instanceof Unallocated);
    }

    /// Whether it is known to read as zeros without reading: QEMU's `zero`.
    default boolean zero() {
        return this instanceof Zero || this instanceof Unallocated;
    }

    /// Whether there are bytes to be read: QEMU's `data`.
    default boolean data() {
        return this instanceof Data || this instanceof Compressed;
    }

    /// Whether those bytes are compressed: QEMU's `compressed`, which its tools print since 8.2.
    default boolean compressed() {
        return this instanceof Compressed;
    }

    /// The first guest byte after the run.
    default long end() {
        return start() + length();
    }

    /// Plain data, in one piece of the file.
    ///
    /// @param hole  whether the file has a hole there, so that they are zeros: only in images made with
    ///     `preallocation=metadata`, and where the JVM lets this library ask the system
    record Data(long start, long length, int depth, long hostOffset, boolean hole) implements Extent {
        @Override
        public boolean zero() {
            return hole;
        }
    }

    /// Compressed clusters.
    record Compressed(long start, long length, int depth) implements Extent {
        @Override
        public long hostOffset() {
            return NO_OFFSET;
        }
    }

    /// Reads as zeros because the image says so.
    ///
    /// @param hostOffset  where clusters are set aside for it, [#NO_OFFSET] for none
    record Zero(long start, long length, int depth, long hostOffset) implements Extent {}

    /// Held by no image of the chain: reads as zeros.
    ///
    /// @param hostOffset  where clusters are set aside for it (their other subclusters hold data),
    ///     [#NO_OFFSET] for none
    record Unallocated(long start, long length, int depth, long hostOffset) implements Extent {}
}
