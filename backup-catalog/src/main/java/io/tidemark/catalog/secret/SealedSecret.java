package io.tidemark.catalog.secret;

/// A secret that only a server key opens.
public final class SealedSecret {
    private final String keyId;
    private final byte[] bytes;

    /// @param keyId under which key
    /// @param bytes 12 bytes of nonce, then what AES-256-GCM made
    public SealedSecret(String keyId, byte[] bytes) {
        this.keyId = keyId;
        this.bytes = bytes.clone();
    }

    public String keyId() {
        return keyId;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "SealedSecret[" + keyId + "]";
    }
}
