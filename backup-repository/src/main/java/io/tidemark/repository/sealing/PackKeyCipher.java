package io.tidemark.repository.sealing;

import java.nio.ByteBuffer;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/// Seals under a key of the pack, with the place in the pack as the nonce. Remembers the last pack's key: records of
/// one pack come in a row.
final class PackKeyCipher implements RecordCipher {

    private final SecretKey packs;
    private final AesGcm cipher = new AesGcm();
    private byte[] copied = new byte[0];
    private byte[] made = new byte[0];
    private @Nullable UUID lastPack;
    private @Nullable SecretKey lastKey;

    PackKeyCipher(SecretKey packs) {
        this.packs = packs;
    }

    @Override
    public ByteBuffer seal(UUID pack, int offset, byte[] associated, ByteBuffer plain) {
        int length = plain.remaining() + AesGcm.TAG_LENGTH;
        made = atLeast(length, made);
        cipher.seal(key(pack), nonce(offset), associated, slice(plain), AesGcm.Slice.of(made, 0, length));
        return ByteBuffer.wrap(made, 0, length);
    }

    @Override
    public ByteBuffer open(UUID pack, int offset, byte[] associated, ByteBuffer sealed) throws AEADBadTagException {
        int length = Math.max(sealed.remaining() - AesGcm.TAG_LENGTH, 0);
        made = atLeast(length, made);
        cipher.open(key(pack), nonce(offset), associated, slice(sealed), AesGcm.Slice.of(made, 0, length));
        return ByteBuffer.wrap(made, 0, length);
    }

    /// The bytes in an array: their own if they have one.
    private AesGcm.Slice slice(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (bytes.hasArray()) {
            return AesGcm.Slice.of(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
        }
        copied = atLeast(length, copied);
        bytes.get(bytes.position(), copied, 0, length);
        return AesGcm.Slice.of(copied, 0, length);
    }

    private static byte[] atLeast(int length, byte[] known) {
        return known.length >= length ? known : new byte[length];
    }

    private static byte[] nonce(int offset) {
        return ByteBuffer.allocate(AesGcm.NONCE_LENGTH).putInt(8, offset).array();
    }

    private SecretKey key(UUID pack) {
        SecretKey key = lastKey;
        if (key == null || !pack.equals(lastPack)) {
            key = Hkdf.expand(
                    packs,
                    ByteBuffer.allocate(16)
                            .putLong(pack.getMostSignificantBits())
                            .putLong(pack.getLeastSignificantBits())
                            .array());
            lastKey = key;
            lastPack = pack;
        }
        return key;
    }
}
