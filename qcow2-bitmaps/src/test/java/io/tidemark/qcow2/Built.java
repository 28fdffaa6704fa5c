package io.tidemark.qcow2;

import io.tidemark.qcow2.source.MemoryImageSource;
import java.nio.ByteBuffer;
import java.util.Map;

/// A built image and where its structures are.
///
/// @param extension  where the data of the bitmaps extension start, 0 for none
/// @param directory  where the bitmap directory starts
/// @param entries  where each bitmap's directory entry starts
/// @param tables  where each bitmap's table starts
record Built(
        MemoryImageSource source,
        int extension,
        long directory,
        int directorySize,
        Map<String, Long> entries,
        Map<String, Long> tables) {
    /// Overwrites a 32-bit word.
    Built putInt(long position, int value) {
        source.write(ByteBuffer.allocate(4).putInt(0, value), position);
        return this;
    }

    /// Overwrites a 64-bit word.
    Built putLong(long position, long value) {
        source.write(ByteBuffer.allocate(8).putLong(0, value), position);
        return this;
    }

    /// Overwrites a byte.
    Built putByte(long position, int value) {
        source.write(ByteBuffer.allocate(1).put(0, (byte) value), position);
        return this;
    }
}
