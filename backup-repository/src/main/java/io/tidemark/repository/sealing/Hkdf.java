package io.tidemark.repository.sealing;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// Keys from keys: HKDF with SHA-256 (RFC 5869), 32 bytes at a time.
final class Hkdf {

    private Hkdf() {}

    /// A key for one purpose.
    static SecretKey derive(SecretKey from, byte[] salt, byte[] purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(from)
                                    .addSalt(salt)
                                    .thenExpand(purpose, AesGcm.KEY_LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HKDF", e);
        }
    }

    /// A key for one object, from a key that [#derive] made.
    static SecretKey expand(SecretKey from, byte[] object) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey("AES", HKDFParameterSpec.expandOnly(from, object, AesGcm.KEY_LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HKDF", e);
        }
    }
}
