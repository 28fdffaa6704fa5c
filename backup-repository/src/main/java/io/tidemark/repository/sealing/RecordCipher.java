package io.tidemark.repository.sealing;

import java.nio.ByteBuffer;
import java.util.UUID;
import javax.crypto.AEADBadTagException;

/// Seals the records and the footer of packs, and opens them. Used by one thread at a time, and reused.
public interface RecordCipher {

    /// Seals bytes for one place of one pack, which no other bytes may ever be sealed for.
    ///
    /// @param offset  where the sealed bytes will lie in the pack
    /// @param associated  what must be known to open them
    /// @param plain  from position to limit, which do not move
    /// @return what to store: this cipher's own until its next call, or the same buffer when nothing is sealed
    ByteBuffer seal(UUID pack, int offset, byte[] associated, ByteBuffer plain);

    /// Opens what was sealed for that place.
    ///
    /// @param sealed  from position to limit, which do not move
    /// @return this cipher's own until its next call, or the same buffer when nothing is sealed
    /// @throws AEADBadTagException if these bytes were not sealed for that place by this key, or changed since
    ByteBuffer open(UUID pack, int offset, byte[] associated, ByteBuffer sealed) throws AEADBadTagException;
}
