package io.tidemark.engine.source;

import io.tidemark.engine.mark.DiskFacts;
import io.tidemark.engine.mark.MarkFacts;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A disk held under lock: its content, and the marks in its image.
///
/// Opened with the write lock where the image can be written, else with the read lock. [#read] and [#data] may
/// be used by several threads at once; all else belongs to one thread. Closing gives the locks up.
public interface DiskSource extends Closeable {
    /// Where the disk's content is, for messages and the point's manifest.
    String location();

    /// The image's format: `qcow2` or `raw`.
    String format();

    /// Bytes the guest sees.
    long virtualSize();

    /// What the images say about the disk, read again at each call.
    DiskFacts facts() throws IOException;

    /// Why no mark can be kept in this image, or empty when one can.
    Optional<String> unmarkable();

    /// Takes a mark in and drops others in one atomic step, under the write lock. On an error the image is as it
    /// was.
    ///
    /// @param add  the mark to store, or null for none
    /// @param drop  names of marks to drop; names that are not there are passed over
    void changeMarks(@Nullable NewMark add, List<String> drop) throws IOException;

    /// Goes over to the read lock: nobody may write, others may read. May be called again.
    void lockForReading() throws IOException;

    /// Goes over to the write lock; fails when somebody else uses the image.
    void lockForWriting() throws IOException;

    /// What the mark recorded as written, clipped to the disk, and what images above the mark's own hold.
    Ranges written(MarkFacts mark) throws IOException;

    /// The ranges between `offset` and `offset + length` that have to be read: everything else is known to be
    /// zero without looking at it. Merged and clipped to the window.
    Ranges data(long offset, long length) throws IOException;

    /// Fills what remains of `target` with the guest's bytes from `offset` on.
    void read(long offset, ByteBuffer target) throws IOException;
}
