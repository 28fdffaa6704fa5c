package io.tidemark.catalog.secret;

import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.RepositoryEntryId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The credentials and the passphrase of each repository, sealed. Workers open them; whoever set them never
/// gets them back.
@Component
@Transactional
public class RepositorySecrets {
    private static final String TABLE = "repository_secrets";
    private static final String CREDENTIALS = "credentials";
    private static final String PASSPHRASE = "passphrase";

    private final JdbcClient jdbc;
    private final ServerKeys keys;
    private final Clock clock;

    RepositorySecrets(JdbcClient jdbc, ServerKeys keys, Clock clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.clock = clock;
    }

    /// Sets the key pair that workers use for the repository's store, in place of what was set before.
    ///
    /// @throws NotFound         when there is no such repository
    /// @throws SecretKeyMissing when the server has no key to seal it with
    public void setCredentials(RepositoryEntryId repository, S3KeyPair pair) {
        set(repository, CREDENTIALS, pair.encoded());
    }

    /// Sets the passphrase that workers open the repository with, in place of what was set before.
    ///
    /// @param passphrase in UTF-8
    /// @throws NotFound         when there is no such repository
    /// @throws SecretKeyMissing when the server has no key to seal it with
    public void setPassphrase(RepositoryEntryId repository, byte[] passphrase) {
        set(repository, PASSPHRASE, passphrase);
    }

    /// Workers use what they find elsewhere again.
    ///
    /// @throws NotFound when there is no such repository
    public void removeCredentials(RepositoryEntryId repository) {
        remove(repository, CREDENTIALS);
    }

    /// Workers use what they find elsewhere again.
    ///
    /// @throws NotFound when there is no such repository
    public void removePassphrase(RepositoryEntryId repository) {
        remove(repository, PASSPHRASE);
    }

    /// What is set.
    ///
    /// @throws NotFound when there is no such repository
    @Transactional(readOnly = true)
    public SecretsView view(RepositoryEntryId repository) {
        require(repository, "");
        Map<String, Instant> set = jdbc
                .sql("select kind, set_at from repository_secrets where repository_id = ?")
                .param(repository.id())
                .query((row, n) -> Map.entry(
                        row.getString("kind"), row.getTimestamp("set_at").toInstant()))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new SecretsView(set.get(CREDENTIALS), set.get(PASSPHRASE));
    }

    /// The key pair that was set.
    ///
    /// @throws SecretKeyMissing when this process has no key
    /// @throws SecretKeyWrong   when none of its keys opens it
    @Transactional(readOnly = true)
    public Optional<S3KeyPair> credentials(RepositoryEntryId repository) {
        return open(repository, CREDENTIALS).map(S3KeyPair::decoded);
    }

    /// The passphrase that was set, in UTF-8; the caller's to wipe.
    ///
    /// @throws SecretKeyMissing when this process has no key
    /// @throws SecretKeyWrong   when none of its keys opens it
    @Transactional(readOnly = true)
    public Optional<byte[]> passphrase(RepositoryEntryId repository) {
        return open(repository, PASSPHRASE);
    }

    static SecretPlace place(UUID repository, String kind) {
        return new SecretPlace(TABLE, kind, repository);
    }

    private void set(RepositoryEntryId repository, String kind, byte[] secret) {
        require(repository, " for key share");
        SealedSecret sealed = keys.seal(place(repository.id(), kind), secret);
        jdbc.sql("""
                        insert into repository_secrets (repository_id, kind, key_id, sealed, set_at)
                        values (:repository, :kind, :key, :sealed, :at)
                        on conflict (repository_id, kind) do update
                        set key_id = excluded.key_id, sealed = excluded.sealed, set_at = excluded.set_at""")
                .param("repository", repository.id())
                .param("kind", kind)
                .param("key", sealed.keyId())
                .param("sealed", sealed.bytes())
                .param("at", Timestamp.from(clock.instant()))
                .update();
    }

    private void remove(RepositoryEntryId repository, String kind) {
        require(repository, " for key share");
        jdbc.sql("delete from repository_secrets where repository_id = ? and kind = ?")
                .params(repository.id(), kind)
                .update();
    }

    private Optional<byte[]> open(RepositoryEntryId repository, String kind) {
        return jdbc.sql("select key_id, sealed from repository_secrets where repository_id = ? and kind = ?")
                .params(repository.id(), kind)
                .query((row, n) -> new SealedSecret(row.getString("key_id"), row.getBytes("sealed")))
                .optional()
                .map(found -> keys.open(place(repository.id(), kind), found));
    }

    /// @param lock against its removal, so that a secret is not set for nothing
    private void require(RepositoryEntryId repository, String lock) {
        if (jdbc.sql("select 1 from repositories where id = ?" + lock)
                .param(repository.id())
                .query(Integer.class)
                .optional()
                .isEmpty()) {
            throw new NotFound("repository", repository.id());
        }
    }
}
