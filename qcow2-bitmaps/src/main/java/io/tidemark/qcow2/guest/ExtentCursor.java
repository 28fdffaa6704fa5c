package io.tidemark.qcow2.guest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Goes through the extents of a part of a disk in ascending order, in constant memory.
///
/// Neighbours of one kind and depth whose places in the file follow each other are joined. The extents cover
/// the part without gaps. Positions are guest bytes. One thread at a time; dies with the image.
public final class ExtentCursor {
    private final BackingChain chain;
    private final long end;
    private long at;
    private @Nullable Extent ahead;

    ExtentCursor(BackingChain chain, long start, long end) {
        this.chain = chain;
        this.at = start;
        this.end = end;
    }

    /// The next extent, `null` after the last.
    ///
    /// @throws io.tidemark.qcow2.failure.Qcow2FormatException  when the mapping breaks the format
    public @Nullable Extent next() throws IOException {
        Extent current = ahead == null ? step() : ahead;
        ahead = null;
        while (current != null) {
            Extent following = step();
            Extent joined = following == null ? null : join(current, following);
            if (joined == null) {
                ahead = following;
                return current;
            }
            current = joined;
        }
        return null;
    }

    private @Nullable Extent step() throws IOException {
        if (at >= end) {
            return null;
        }
        BackingChain.Located found = chain.locate(at, end - at);
        long start = at;
        long length = found.mapping().length();
        at += length;
        return switch (found.mapping()) {
            case Mapping.Data data -> plain(start, found.depth(), data);
            case Mapping.Compressed _ -> new Extent.Compressed(start, length, found.depth());
            case Mapping.Zero zero -> new Extent.Zero(start, length, found.depth(), zero.hostOffset());
            case Mapping.Unallocated none -> new Extent.Unallocated(start, length, found.depth(), none.hostOffset());
        };
    }

    /// Plain data, up to where the file goes over from data to a hole or back.
    private Extent plain(long start, int depth, Mapping.Data data) throws IOException {
        FileRuns.Run run = chain.plainRun(depth, data.hostOffset());
        long length = Math.min(data.length(), run.end() - data.hostOffset());
        at = start + length;
        return new Extent.Data(start, length, depth, data.hostOffset(), !run.data());
    }

    private static @Nullable Extent join(Extent first, Extent second) {
        if (first.depth() != second.depth() || first.getClass() != second.getClass() || first.zero() != second.zero()) {
            return null;
        }
        long length = first.length() + second.length();
        if (!adjacent(first.hostOffset(), first.length(), second.hostOffset())) {
            return null;
        }
        return switch (first) {
            case Extent.Data(long start, long _, int depth, long host, boolean hole) ->
                new Extent.Data(start, length, depth, host, hole);
            case Extent.Compressed(long start, long _, int depth) -> new Extent.Compressed(start, length, depth);
            case Extent.Zero(long start, long _, int depth, long host) -> new Extent.Zero(start, length, depth, host);
            case Extent.Unallocated(long start, long _, int depth, long host) ->
                new Extent.Unallocated(start, length, depth, host);
        };
    }

    /// Whether host offsets go on, or neither run has one.
    static boolean adjacent(long first, long length, long second) {
        return second == (first == Extent.NO_OFFSET ? Extent.NO_OFFSET : first + length);
    }
}
