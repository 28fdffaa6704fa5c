package io.tidemark.catalog.secret;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Changes the key under which secrets are sealed: what an older key sealed is opened with it and sealed
/// with the present one. Afterwards the older key opens nothing that is in the database, only what copies
/// of it hold.
@Component
@Transactional
public class ResealSecrets {
    private static final List<SealedTable> TABLES = List.of(
            new SealedTable("repository_secrets", "repository_id", "kind"),
            new SealedTable("notification_channels", "id", "'signing-secret'"));

    private final JdbcClient jdbc;
    private final ServerKeys keys;

    ResealSecrets(JdbcClient jdbc, ServerKeys keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /// Seals everything under the present key, or nothing when some of it cannot be opened.
    ///
    /// @return how many secrets were under another key before
    /// @throws SecretKeyMissing when the server has no key
    /// @throws SecretKeyWrong   when it lacks the key of one of them
    public int reseal() {
        String present = keys.sealingKey()
                .orElseThrow(() -> new SecretKeyMissing("There is no key to seal secrets with."
                        + " Set tidemark.secrets.key-file to the file with the server's key."));
        return TABLES.stream().mapToInt(table -> reseal(table, present)).sum();
    }

    /// How many secrets are sealed under each key, by the keys' ids.
    @Transactional(readOnly = true)
    public List<KeyUse> uses() {
        String all = String.join(
                " union all ",
                TABLES.stream()
                        .map(table -> "select key_id from " + table.table() + " where key_id is not null")
                        .toList());
        return jdbc.sql("select key_id, count(*) secrets from (" + all + ") sealed group by key_id order by key_id")
                .query((row, n) ->
                        new KeyUse(row.getString("key_id"), row.getInt("secrets"), keys.has(row.getString("key_id"))))
                .list();
    }

    private int reseal(SealedTable table, String present) {
        List<Row> others = jdbc.sql("select %s id, %s which, key_id, sealed from %s where key_id <> ? for update"
                        .formatted(table.row(), table.secret(), table.table()))
                .param(present)
                .query((row, n) -> new Row(
                        row.getObject("id", UUID.class),
                        row.getString("which"),
                        new SealedSecret(row.getString("key_id"), row.getBytes("sealed"))))
                .list();
        for (Row row : others) {
            SecretPlace place = table.place(row.id(), row.which());
            SealedSecret sealed = keys.seal(place, keys.open(place, row.sealed()));
            jdbc.sql("update %s set key_id = ?, sealed = ? where %s = ? and %s = ?"
                            .formatted(table.table(), table.row(), table.secret()))
                    .params(sealed.keyId(), sealed.bytes(), row.id(), row.which())
                    .update();
        }
        return others.size();
    }

    /// How much a key is used.
    ///
    /// @param known whether this process has it
    public record KeyUse(String keyId, int secrets, boolean known) {}

    private record Row(UUID id, String which, SealedSecret sealed) {}
}
