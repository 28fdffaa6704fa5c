package io.tidemark.catalog.token;

import io.tidemark.catalog.RunId;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Lets a request that is sent twice have its effect once. A key belongs to the token that used it.
@Component
public class IdempotencyKeys {
    private final JdbcClient jdbc;

    IdempotencyKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Starts a run under the key, or finds the one that was started under it. Key and run are committed together; a
    /// second request that comes meanwhile waits for the first.
    ///
    /// @param fingerprint SHA-256 of what was asked: method, path and body
    /// @throws IdempotencyKeyReused when the key stands for another request
    @Transactional
    public RunId once(UUID token, String key, byte[] fingerprint, Supplier<RunId> start) {
        int first = jdbc.sql("""
                        insert into idempotency_keys (token_id, key, fingerprint, created_at) values (?, ?, ?, now())
                        on conflict do nothing""").params(token, key, fingerprint).update();
        if (first == 1) {
            RunId run = start.get();
            jdbc.sql("update idempotency_keys set run_id = ? where token_id = ? and key = ?")
                    .params(run.id(), token, key)
                    .update();
            return run;
        }
        Used used = jdbc.sql("select fingerprint = ? same, run_id from idempotency_keys where token_id = ? and key = ?")
                .params(fingerprint, token, key)
                .query((row, n) -> new Used(row.getBoolean("same"), row.getObject("run_id", UUID.class)))
                .single();
        if (!used.same() || used.run() == null) {
            throw new IdempotencyKeyReused(key);
        }
        return new RunId(used.run());
    }

    private record Used(boolean same, @Nullable UUID run) {}
}
