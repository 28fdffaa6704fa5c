package io.tidemark.catalog.secret;

import java.util.UUID;

/// Where other packages keep sealed secrets, so that a change of the server key reaches them all. Its rows
/// have the columns `key_id` and `sealed`.
///
/// @param table     of the database
/// @param row       the column with the id that secrets are bound to
/// @param secret    an SQL expression for which one of the row's secrets it is
record SealedTable(String table, String row, String secret) {

    /// A secret among those of the table.
    SecretPlace place(UUID id, String which) {
        return new SecretPlace(table, which, id);
    }
}
