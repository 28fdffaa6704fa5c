package io.tidemark.api.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/// The one key pair the embedded S3 server lets in. Not a record, so that no generated `toString` prints the secret.
final class S3Credentials {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 30;
    private static final int KEY_BYTES = 12;

    private final String accessKey;
    private final String secretKey;

    S3Credentials(String accessKey, String secretKey) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /// The pair kept in `file`, made and kept there if there is none. The file is its owner's alone.
    ///
    /// @throws IOException when the file cannot be read or written, or holds something else
    static S3Credentials keptIn(Path file) throws IOException {
        if (Files.exists(file)) {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() != 2 || lines.stream().anyMatch(String::isBlank)) {
                throw new IOException(file + " must hold an access key and a secret key, a line each. Delete it to have"
                        + " new ones made; what the embedded S3 server stores stays readable.");
            }
            return new S3Credentials(lines.getFirst().strip(), lines.getLast().strip());
        }
        S3Credentials made = new S3Credentials("tidemark-" + random(KEY_BYTES), random(SECRET_BYTES));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file, made.accessKey + "\n" + made.secretKey + "\n", StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        return made;
    }

    private static String random(int bytes) {
        byte[] content = new byte[bytes];
        RANDOM.nextBytes(content);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }

    String accessKey() {
        return accessKey;
    }

    String secretKey() {
        return secretKey;
    }
}
