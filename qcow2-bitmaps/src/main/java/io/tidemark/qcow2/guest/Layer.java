package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One image of a chain, seen by itself. Threads may share it.
sealed interface Layer permits Qcow2Layer, RawLayer {
    /// The file that plain data are in: the image itself, or its external data file.
    ImageSource data();

    /// Guest bytes it has; beyond them it holds nothing.
    long size();

    /// What it holds at an offset below its size, for at most `limit` bytes.
    Mapping map(long offset, long limit) throws IOException;

    /// The run of the data file in which plain data are: only images whose data may lie in holes ask the file
    /// system.
    FileRuns.Run plainRun(long hostOffset) throws IOException;

    /// Puts a part of a compressed cluster into a buffer: `mapping.length()` bytes.
    void decompress(Mapping.Compressed mapping, ByteBuffer dst) throws IOException;
}
