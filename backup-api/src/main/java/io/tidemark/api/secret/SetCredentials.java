package io.tidemark.api.secret;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tidemark.catalog.secret.S3KeyPair;
import jakarta.validation.constraints.NotNull;

/// The key pair that workers use for a repository's store.
record SetCredentials(
        @NotNull @Schema(implementation = String.class, format = "password", minLength = 1, maxLength = 200)
        SecretText accessKeyId,

        @NotNull @Schema(implementation = String.class, format = "password", minLength = 1, maxLength = 1000)
        SecretText secretAccessKey) {
    private static final int KEY_LENGTH = 200;
    private static final int SECRET_LENGTH = 1000;

    S3KeyPair pair() {
        return new S3KeyPair(
                accessKeyId.within("accessKeyId", 1, KEY_LENGTH),
                secretAccessKey.within("secretAccessKey", 1, SECRET_LENGTH));
    }
}
