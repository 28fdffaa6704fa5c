package io.tidemark.embedded;

import java.nio.file.Path;

/// How to start an [S3Server].
///
/// @param dataDirectory  holds buckets, log and settings; made where it is missing, and then readable by the user
///     alone
/// @param port  on 127.0.0.1; 0 for a free one
/// @param accessKey  the one access key that is let in
/// @param secretKey  its secret; not part of `toString`
public record S3ServerOptions(Path dataDirectory, int port, String accessKey, String secretKey) {

    public S3ServerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("Not a port: " + port);
        }
        requirePlain("access key", accessKey);
        requirePlain("secret key", secretKey);
    }

    private static void requirePlain(String name, String value) {
        if (!value.matches("[A-Za-z0-9/+=._-]{1,128}")) {
            throw new IllegalArgumentException(
                    "The " + name + " must have 1 to 128 characters of A-Z a-z 0-9 / + = . _ -");
        }
    }

    @Override
    public String toString() {
        return "S3ServerOptions[" + dataDirectory + ", port " + port + ", " + accessKey + "]";
    }
}
