package io.tidemark.repository.sealing;

import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What it costs to try one passphrase: Argon2id (RFC 9106), version 1.3.
///
/// Bounded, because the numbers come from the store: whoever may write there must not make who opens the repository
/// run out of memory or wait for hours.
///
/// @param memoryKib  memory that one try takes, in KiB
/// @param iterations  passes over that memory
/// @param lanes  parts of it that may be filled at once
public record PassphraseCost(int memoryKib, int iterations, int lanes) {

    /// The second recommended choice of RFC 9106 (section 4): 64 MiB, 3 passes, 4 lanes; about a third of a second.
    public static final PassphraseCost DEFAULT = new PassphraseCost(64 << 10, 3, 4);

    static final int SALT_LENGTH = 16;

    private static final int MIN_MEMORY_KIB = 1 << 10;
    private static final int MAX_MEMORY_KIB = 256 << 10;
    private static final int MAX_ITERATIONS = 16;
    private static final int MAX_LANES = 16;

    public PassphraseCost {
        if (memoryKib < MIN_MEMORY_KIB || memoryKib > MAX_MEMORY_KIB) {
            throw new IllegalArgumentException("Argon2id with " + MIN_MEMORY_KIB + " to " + MAX_MEMORY_KIB
                    + " KiB of memory, not " + Integer.toUnsignedString(memoryKib));
        }
        if (iterations < 1 || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException("Argon2id with 1 to " + MAX_ITERATIONS + " iterations, not "
                    + Integer.toUnsignedString(iterations));
        }
        if (lanes < 1 || lanes > MAX_LANES) {
            throw new IllegalArgumentException(
                    "Argon2id with 1 to " + MAX_LANES + " lanes, not " + Integer.toUnsignedString(lanes));
        }
    }

    /// The key that a passphrase stands for.
    SecretKey key(Passphrase passphrase, byte[] salt) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] key = new byte[AesGcm.KEY_LENGTH];
        argon2.generateBytes(passphrase.bytes(), key);
        SecretKey result = new SecretKeySpec(key, "AES");
        Arrays.fill(key, (byte) 0);
        return result;
    }
}
