package io.tidemark.repository.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash of the repository. Every Java platform has it.
public final class Sha256 {

    private Sha256() {}

    /// A new digest; digests belong to one thread at a time.
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java platform must have", e);
        }
    }
}
