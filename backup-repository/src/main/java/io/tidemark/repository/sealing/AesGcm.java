package io.tidemark.repository.sealing;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// AES-256 in Galois/Counter Mode (NIST SP 800-38D) with nonces of 96 and tags of 128 bits. Used by one thread at a
/// time, and reused.
///
/// One key must never meet one nonce twice. Here every pack and every envelope has a key of its own, so the limits of
/// the standard (2^32 random nonces per key, 2^39 - 256 bits per message) are out of reach: a pack holds at most 2^14
/// records and one footer, numbered by where they lie; an envelope is one message.
final class AesGcm {

    static final int KEY_LENGTH = 32;
    static final int NONCE_LENGTH = 12;
    static final int TAG_LENGTH = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Cipher cipher;

    AesGcm() {
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-GCM, which every Java platform must have", e);
        }
    }

    static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /// Seals bytes: as many as came, and [#TAG_LENGTH].
    void seal(SecretKey key, byte[] nonce, byte[] associated, Slice plain, Slice sealed) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_LENGTH, nonce));
            cipher.updateAAD(associated);
            cipher.doFinal(plain.array(), plain.offset(), plain.length(), sealed.array(), sealed.offset());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }

    /// Opens what [#seal] made.
    ///
    /// @throws AEADBadTagException if it was sealed under another key, nonce or associated data, or changed since
    void open(SecretKey key, byte[] nonce, byte[] associated, Slice sealed, Slice plain) throws AEADBadTagException {
        if (sealed.length() < TAG_LENGTH) {
            throw new AEADBadTagException("Shorter than a tag");
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG_LENGTH, nonce));
            cipher.updateAAD(associated);
            cipher.doFinal(sealed.array(), sealed.offset(), sealed.length(), plain.array(), plain.offset());
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }

    /// A part of an array: the JDK's cipher is fastest from array to array.
    static final class Slice {
        private final byte[] array;
        private final int offset;
        private final int length;

        private Slice(byte[] array, int offset, int length) {
            this.array = array;
            this.offset = offset;
            this.length = length;
        }

        static Slice of(byte[] array) {
            return new Slice(array, 0, array.length);
        }

        static Slice of(byte[] array, int offset, int length) {
            return new Slice(array, offset, length);
        }

        byte[] array() {
            return array;
        }

        int offset() {
            return offset;
        }

        int length() {
            return length;
        }
    }
}
