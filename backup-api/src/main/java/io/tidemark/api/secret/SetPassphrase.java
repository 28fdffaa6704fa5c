package io.tidemark.api.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/// The passphrase that workers open a sealed repository with.
record SetPassphrase(
        @NotNull @Schema(implementation = String.class, format = "password", minLength = 1, maxLength = 1000)
        SecretText passphrase) {
    private static final int LENGTH = 1000;

    byte[] bytes() {
        return passphrase.within("passphrase", 1, LENGTH).getBytes(UTF_8);
    }
}
