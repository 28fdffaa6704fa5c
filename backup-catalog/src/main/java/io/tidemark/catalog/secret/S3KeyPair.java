package io.tidemark.catalog.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.catalog.InvalidRequest;

/// An access key of S3 and its secret. Not a record, so that no generated `toString` prints it.
public final class S3KeyPair {
    private static final char SEPARATOR = '\n';

    private final String accessKeyId;
    private final String secretAccessKey;

    /// @throws InvalidRequest `unprocessable` when one of both is blank or has a control character
    public S3KeyPair(String accessKeyId, String secretAccessKey) {
        if (!isText(accessKeyId) || !isText(secretAccessKey)) {
            throw new InvalidRequest(
                    "unprocessable", "An access key and its secret are not blank and have no control characters.");
        }
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
    }

    private static boolean isText(String key) {
        return !key.isBlank() && key.chars().noneMatch(Character::isISOControl);
    }

    public String accessKeyId() {
        return accessKeyId;
    }

    public String secretAccessKey() {
        return secretAccessKey;
    }

    byte[] encoded() {
        return (accessKeyId + SEPARATOR + secretAccessKey).getBytes(UTF_8);
    }

    static S3KeyPair decoded(byte[] encoded) {
        String text = new String(encoded, UTF_8);
        int end = text.indexOf(SEPARATOR);
        return new S3KeyPair(text.substring(0, end), text.substring(end + 1));
    }

    @Override
    public String toString() {
        return "S3KeyPair[…]";
    }
}
