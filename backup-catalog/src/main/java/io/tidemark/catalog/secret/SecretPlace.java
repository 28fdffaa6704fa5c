package io.tidemark.catalog.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/// Where a sealed secret lies. It is bound to that place: copied to another row it does not open.
///
/// @param table  of the database
/// @param secret which one of the row's secrets
/// @param row    the row's id
public record SecretPlace(String table, String secret, UUID row) {
    private static final String FORMAT = "tidemark-secret-1";

    /// What is authenticated with the secret, without being in it.
    byte[] bound(String keyId) {
        return String.join("\n", FORMAT, table, secret, row.toString(), keyId).getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return table + "." + secret + " of " + row;
    }
}
