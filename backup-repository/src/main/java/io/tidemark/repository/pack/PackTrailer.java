package io.tidemark.repository.pack;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.ObjectHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The last 40 bytes of a pack: how many records, where the footer starts, and a checksum over footer and
/// trailer ("Pack trailer" in `docs/repository-format.md`).
///
/// @param footerLength  bytes of the footer as it is stored
record PackTrailer(PackId pack, int records, int footerOffset, int footerLength) {

    static final int LENGTH = 40;
    private static final int CHECKED_LENGTH = 28;
    /// `TIDEPEND` in ASCII.
    private static final long MAGIC = 0x5449444550454e44L;

    /// Writes the trailer at the buffer's position, after a footer that starts at [#footerOffset()].
    void encode(ByteBuffer out) {
        encodeChecked(out);
        out.putInt(checksum(out.slice(footerOffset, out.position() - footerOffset)));
        out.putLong(MAGIC);
    }

    /// @param tail  the last bytes of a pack, at least [#LENGTH]
    /// @param size  of the whole pack
    /// @param overhead  what sealing adds to the footer
    static PackTrailer parse(PackId pack, long size, ByteBuffer tail, int overhead) throws ObjectCorruptException {
        BoundedReader in = new BoundedReader(pack.key(), size - LENGTH, tail.slice(tail.limit() - LENGTH, LENGTH));
        long records = in.u32("number of records");
        long footerOffset = in.u32("offset of the footer");
        UUID found = in.uuid("pack id");
        in.zeros(4, "reserved bytes");
        in.u32("checksum");
        if (in.i64("end mark") != MAGIC) {
            throw in.corrupt(8, "the end mark TIDEPEND", "other bytes");
        }
        if (!found.equals(pack.id())) {
            throw new ObjectCorruptException(pack.key(), size - LENGTH + 8, "pack " + pack, "pack " + found);
        }
        if (footerOffset < ObjectHeader.LENGTH
                || footerOffset + records * PackEntry.LENGTH + overhead + LENGTH != size) {
            throw new ObjectCorruptException(
                    pack.key(),
                    size - LENGTH,
                    "a footer that ends at " + (size - LENGTH),
                    records + " records from " + footerOffset + " on");
        }
        return new PackTrailer(pack, (int) records, (int) footerOffset, (int) records * PackEntry.LENGTH + overhead);
    }

    /// What a footer's seal covers beside the footer: the bytes before the checksum.
    byte[] associated() {
        ByteBuffer bytes = ByteBuffer.allocate(CHECKED_LENGTH);
        encodeChecked(bytes);
        return bytes.array();
    }

    private void encodeChecked(ByteBuffer out) {
        out.putInt(records).putInt(footerOffset);
        out.putLong(pack.id().getMostSignificantBits()).putLong(pack.id().getLeastSignificantBits());
        out.putInt(0);
    }

    /// @param footerAndTrailer  the pack's bytes from the footer to the end
    void requireChecksum(ByteBuffer footerAndTrailer) throws ObjectCorruptException {
        int covered = footerLength + CHECKED_LENGTH;
        int computed = checksum(footerAndTrailer.slice(0, covered));
        int stored = footerAndTrailer.slice().order(ByteOrder.BIG_ENDIAN).getInt(covered);
        if (computed != stored) {
            throw new ObjectCorruptException(
                    pack.key(),
                    footerOffset + covered,
                    "footer checksum " + Integer.toHexString(computed),
                    Integer.toHexString(stored));
        }
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
