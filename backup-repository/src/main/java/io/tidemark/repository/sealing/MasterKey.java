package io.tidemark.repository.sealing;

import io.tidemark.repository.format.RepositoryId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The secret of a sealed repository: 32 random bytes, made once, from which every other key is derived. It is kept
/// nowhere but wrapped by passphrases.
final class MasterKey {

    /// Bytes when wrapped.
    static final int WRAPPED_LENGTH = AesGcm.KEY_LENGTH + AesGcm.TAG_LENGTH;

    private final SecretKey key;

    private MasterKey(byte[] bytes) {
        key = new SecretKeySpec(bytes, "HKDF");
        Arrays.fill(bytes, (byte) 0);
    }

    /// A new one.
    static MasterKey random() {
        return new MasterKey(AesGcm.randomBytes(AesGcm.KEY_LENGTH));
    }

    /// One whose bytes are known, which are wiped.
    static MasterKey of(byte[] bytes) {
        if (bytes.length != AesGcm.KEY_LENGTH) {
            throw new IllegalArgumentException("A master key has " + AesGcm.KEY_LENGTH + " bytes");
        }
        return new MasterKey(bytes);
    }

    /// A key for one purpose in one repository.
    SecretKey derive(RepositoryId repository, String purpose) {
        byte[] salt = ByteBuffer.allocate(16)
                .putLong(repository.id().getMostSignificantBits())
                .putLong(repository.id().getLeastSignificantBits())
                .array();
        return Hkdf.derive(key, salt, ("tidemark/1 " + purpose).getBytes(StandardCharsets.US_ASCII));
    }

    byte[] wrap(SecretKey by, byte[] nonce, byte[] associated) {
        byte[] plain = key.getEncoded();
        byte[] wrapped = new byte[WRAPPED_LENGTH];
        new AesGcm().seal(by, nonce, associated, AesGcm.Slice.of(plain), AesGcm.Slice.of(wrapped));
        Arrays.fill(plain, (byte) 0);
        return wrapped;
    }

    /// @throws AEADBadTagException if it was wrapped by another key
    static MasterKey unwrap(SecretKey by, byte[] nonce, byte[] associated, byte[] wrapped) throws AEADBadTagException {
        byte[] plain = new byte[AesGcm.KEY_LENGTH];
        new AesGcm().open(by, nonce, associated, AesGcm.Slice.of(wrapped), AesGcm.Slice.of(plain));
        return new MasterKey(plain);
    }

    /// Never what it is.
    @Override
    public String toString() {
        return "a master key";
    }
}
