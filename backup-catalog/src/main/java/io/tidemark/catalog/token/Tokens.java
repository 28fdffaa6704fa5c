package io.tidemark.catalog.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.NameTaken;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.TimeOrderedId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// All API tokens.
@Component
@Transactional
public class Tokens {
    /// What every token begins with, so that people and secret scanners know one when they see it.
    public static final String PREFIX = "tmk_";

    private static final int RANDOM_BYTES = 32;
    private static final int MINIMUM_LENGTH = 20;
    private static final String COLUMNS = "id, name, role, created_at, last_used_at";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Tokens(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Makes a new token.
    ///
    /// @throws NameTaken `token-exists`
    public IssuedToken issue(String name) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return enter(name, PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// Enters a token that was made elsewhere, such as the one a start script was given.
    ///
    /// @throws NameTaken      `token-exists`
    /// @throws InvalidRequest `token-weak` when it is shorter than 20 characters
    public IssuedToken enter(String name, String secret) {
        if (secret.length() < MINIMUM_LENGTH) {
            throw new InvalidRequest(
                    "token-weak",
                    "A token needs at least " + MINIMUM_LENGTH + " characters, found " + secret.length() + ".");
        }
        UUID id = TimeOrderedId.next(clock.instant());
        int entered = jdbc.sql("""
                        insert into api_tokens (id, name, role, secret_hash, created_at) values (?, ?, 'admin', ?, ?)
                        on conflict (name) do nothing""")
                .params(id, name, hash(secret), Timestamp.from(clock.instant()))
                .update();
        if (entered == 0) {
            throw new NameTaken("token", name);
        }
        return new IssuedToken(id, name, secret);
    }

    /// Finds whose token this is and notes its use, to the minute.
    public Optional<TokenView> authenticate(String secret) {
        byte[] hash = hash(secret);
        Optional<TokenView> token = jdbc.sql("select " + COLUMNS + " from api_tokens where secret_hash = ?")
                .param(hash)
                .query(Tokens::row)
                .optional();
        if (token.isPresent()) {
            jdbc.sql("""
                            update api_tokens set last_used_at = now()
                            where secret_hash = ? and (last_used_at is null or last_used_at < now() - interval '1 minute')""").param(hash).update();
        }
        return token;
    }

    /// By name.
    public List<TokenView> views() {
        return jdbc.sql("select " + COLUMNS + " from api_tokens order by name")
                .query(Tokens::row)
                .list();
    }

    /// Whether nobody can call yet.
    public boolean none() {
        return jdbc.sql("select count(*) from api_tokens").query(Integer.class).single() == 0;
    }

    /// The token opens nothing from now on.
    ///
    /// @throws NotFound when there is no such token
    public void revoke(UUID id) {
        if (jdbc.sql("delete from api_tokens where id = ?").param(id).update() == 0) {
            throw new NotFound("token", id);
        }
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static TokenView row(ResultSet row, int number) throws SQLException {
        Timestamp used = row.getTimestamp("last_used_at");
        return new TokenView(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("role"),
                row.getTimestamp("created_at").toInstant(),
                used == null ? null : used.toInstant());
    }
}
