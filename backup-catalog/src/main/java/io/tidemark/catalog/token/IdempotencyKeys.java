package io.tidemark.catalog.token;

import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Lets a request that is sent twice have its effect once. A key belongs to the token or the user that used it.
@Component
public class IdempotencyKeys {
    private final JdbcClient jdbc;

    IdempotencyKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Creates a thing under the key, or finds the one that was created under it. Key and thing are
    /// committed together; a second request that comes meanwhile waits. A request that is refused leaves the
    /// key free, and a thing that is removed takes its key along.
    ///
    /// @param caller      the token's id, or the user's who logged in
    /// @param fingerprint SHA-256 of what was asked
    /// @param create      creates it and gives its id; what it throws is thrown on
    /// @throws IdempotencyKeyReused when the key stands for another request
    @Transactional
    public UUID once(UUID caller, String key, byte[] fingerprint, Created kind, Supplier<UUID> create) {
        int first = jdbc.sql("""
                        insert into idempotency_keys (caller_id, key, fingerprint, created_at) values (?, ?, ?, now())
                        on conflict do nothing""").params(caller, key, fingerprint).update();
        if (first == 1) {
            UUID created = create.get();
            jdbc.sql("update idempotency_keys set " + kind.column() + " = ? where caller_id = ? and key = ?")
                    .params(created, caller, key)
                    .update();
            return created;
        }
        Used used = jdbc.sql("select fingerprint = ? same, " + kind.column()
                        + " created from idempotency_keys where caller_id = ? and key = ?")
                .params(fingerprint, caller, key)
                .query((row, n) -> new Used(row.getBoolean("same"), row.getObject("created", UUID.class)))
                .single();
        if (!used.same() || used.created() == null) {
            throw new IdempotencyKeyReused(key);
        }
        return used.created();
    }

    private record Used(boolean same, @Nullable UUID created) {}
}
