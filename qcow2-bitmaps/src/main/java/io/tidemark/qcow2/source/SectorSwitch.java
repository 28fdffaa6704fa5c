package io.tidemark.qcow2.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A change of a few bytes inside one 512-byte sector: a crash leaves all of them or none.
///
/// @param position  where in the image
/// @param before  the bytes as they are
/// @param after  the bytes as they shall be, as many
public record SectorSwitch(long position, ByteBuffer before, ByteBuffer after) {
    private static final int SECTOR = 512;

    public SectorSwitch {
        if (before.remaining() != after.remaining() || !fits(position, after.remaining())) {
            throw new IllegalArgumentException("no switch inside a sector: " + after.remaining() + " at " + position);
        }
    }

    /// Whether some bytes lie in one sector.
    public static boolean fits(long position, int length) {
        return position / SECTOR == (position + length - 1) / SECTOR;
    }

    /// A switch of one big-endian word of 8 bytes.
    public static SectorSwitch ofLong(long position, long before, long after) {
        return new SectorSwitch(position, word(before), word(after));
    }

    /// Writes the new bytes and makes them durable. When that fails the old ones are put back.
    ///
    /// @throws UndoFailedException  when they could not be put back: nobody knows which are in the image
    public void apply(ImageSource image) throws IOException {
        try {
            image.write(after.duplicate(), position);
            image.flush();
        } catch (IOException | RuntimeException | Error e) {
            try {
                image.write(before.duplicate(), position);
                image.flush();
            } catch (IOException | RuntimeException | Error again) {
                e.addSuppressed(again);
                throw new UndoFailedException(image.name(), position, e);
            }
            throw e;
        }
    }

    private static ByteBuffer word(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(0, value);
    }
}
