package io.tidemark.catalog.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.catalog.Bounds;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.NameTaken;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.TimeOrderedId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// All API tokens.
@Component
@Transactional
public class Tokens {
    /// What every token begins with, so that people and secret scanners know one when they see it.
    public static final String PREFIX = "tmk_";

    private static final int RANDOM_BYTES = 32;
    private static final int MINIMUM_LENGTH = 20;

    /// How long a use stands for those that follow.
    private static final Duration USE_NOTED = Duration.ofMinutes(1);

    private static final String SELECT = """
            select t.*, u.name owner_name, u.role owner_role, u.bounds owner_bounds, u.enabled owner_enabled
            from api_tokens t left join users u on u.id = t.owner_id
            """;

    private static final ListOrders<TokenView> ORDERS = new ListOrders<>("tokens", "t.id", TokenView::id, "name")
            .byText("name", "t.name", TokenView::name)
            .byTime("createdAt", "t.created_at", TokenView::createdAt)
            .byEnd("expiresAt", "coalesce(t.expires_at, 'infinity')", TokenView::expiresAt)
            .byTime("lastUsedAt", "coalesce(t.last_used_at, '-infinity')", TokenView::lastUsedAt);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Tokens(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Makes a new token that may do everything.
    ///
    /// @throws NameTaken `token-exists`
    public IssuedToken issue(String name) {
        return issue(TokenTerms.everything(name));
    }

    /// Makes a new token.
    ///
    /// @throws NameTaken      `token-exists`
    /// @throws InvalidRequest `expiry-past`
    public IssuedToken issue(TokenTerms terms) {
        Instant expiry = terms.expiresAt();
        if (expiry != null && !expiry.isAfter(clock.instant())) {
            throw new InvalidRequest("expiry-past", "The token would have expired at " + expiry + " already.");
        }
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return enter(terms, PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// Enters a token that was made elsewhere, such as the one a start script was given. It may do everything.
    ///
    /// @throws NameTaken      `token-exists`
    /// @throws InvalidRequest `token-weak` when it is shorter than 20 characters
    public IssuedToken enter(String name, String secret) {
        if (secret.length() < MINIMUM_LENGTH) {
            throw new InvalidRequest(
                    "token-weak",
                    "A token needs at least " + MINIMUM_LENGTH + " characters, found " + secret.length() + ".");
        }
        return enter(TokenTerms.everything(name), secret);
    }

    private IssuedToken enter(TokenTerms terms, String secret) {
        UUID id = TimeOrderedId.next(clock.instant());
        int entered = jdbc.sql("""
                        insert into api_tokens (id, name, role, bounds, expires_at, owner_id, secret_hash, created_at)
                        values (:id, :name, :role, :bounds, :expires, :owner, :hash, :now)
                        on conflict (name) do nothing""")
                .param("id", id)
                .param("name", terms.name())
                .param("role", terms.role())
                .param("bounds", terms.bounds().written())
                .param("expires", terms.expiresAt() == null ? null : Timestamp.from(terms.expiresAt()))
                .param("owner", terms.owner())
                .param("hash", hash(secret))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        if (entered == 0) {
            throw new NameTaken("token", terms.name());
        }
        return new IssuedToken(id, terms.name(), secret);
    }

    /// Finds whose token this is and notes its use, to the minute. A token that has expired, or whose owner is
    /// disabled, is nobody's.
    ///
    /// Every request begins here, so it is one statement, and no transaction: a second one once a minute.
    @Transactional(propagation = Propagation.SUPPORTS)
    public Optional<TokenView> authenticate(String secret) {
        Instant now = clock.instant();
        Optional<TokenView> token = jdbc.sql(SELECT + """
                        where t.secret_hash = ? and (t.expires_at is null or t.expires_at > ?)
                          and (t.owner_id is null or u.enabled)""")
                .params(hash(secret), Timestamp.from(now))
                .query(Tokens::row)
                .optional();
        token.filter(used -> used.lastUsedAt() == null || used.lastUsedAt().isBefore(now.minus(USE_NOTED)))
                .ifPresent(used -> noteUse(used.id(), now));
        return token;
    }

    private void noteUse(UUID token, Instant now) {
        jdbc.sql("update api_tokens set last_used_at = greatest(last_used_at, :now) where id = :id")
                .param("now", Timestamp.from(now))
                .param("id", token)
                .update();
    }

    /// The token, as long as it opens anything.
    public Optional<TokenView> active(UUID id) {
        return jdbc.sql(SELECT + """
                        where t.id = ? and (t.expires_at is null or t.expires_at > ?)
                          and (t.owner_id is null or u.enabled)""")
                .params(id, Timestamp.from(clock.instant()))
                .query(Tokens::row)
                .optional();
    }

    /// When this token expired, if it is one that has: whoever holds it may know.
    public Optional<Instant> expired(String secret) {
        return jdbc.sql("select expires_at from api_tokens where secret_hash = ? and expires_at <= ?")
                .params(hash(secret), Timestamp.from(clock.instant()))
                .query((row, n) -> row.getTimestamp("expires_at").toInstant())
                .optional();
    }

    /// Tokens by name unless told otherwise; they can be sorted by `name`, `createdAt`, `expiresAt` and `lastUsedAt`.
    public Page<TokenView> page(TokenFilter filter, PageRequest request) {
        ListQuery<TokenView> query = new ListQuery<>(jdbc, ORDERS, SELECT)
                .whereContains("t.name", filter.name())
                .where("t.role = :role", "role", filter.role())
                .where("t.owner_id = :owner", "owner", filter.owner());
        if (filter.expired() != null) {
            query.given("now", Timestamp.from(clock.instant()))
                    .where("coalesce(t.expires_at <= :now, false) = :expired", "expired", filter.expired());
        }
        return query.page(request, Tokens::row);
    }

    /// Whether there is no token at all.
    public boolean none() {
        return jdbc.sql("select count(*) from api_tokens").query(Integer.class).single() == 0;
    }

    /// The token opens nothing from now on.
    ///
    /// @throws NotFound when there is no such token
    public void revoke(UUID id) {
        revoke(id, null);
    }

    /// The token opens nothing from now on.
    ///
    /// @param owner only if this user made it; null for whoever did
    /// @throws NotFound when there is no such token
    public void revoke(UUID id, @Nullable UUID owner) {
        int revoked = jdbc.sql("delete from api_tokens where id = :id and (:owner::uuid is null or owner_id = :owner)")
                .param("id", id)
                .param("owner", owner)
                .update();
        if (revoked == 0) {
            throw new NotFound("token", id);
        }
        jdbc.sql("delete from idempotency_keys where caller_id = ?").param(id).update();
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static TokenView row(ResultSet row, int number) throws SQLException {
        UUID owner = row.getObject("owner_id", UUID.class);
        return new TokenView(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("role"),
                Bounds.of((String[]) row.getArray("bounds").getArray()),
                owner == null
                        ? null
                        : new TokenView.Owner(
                                owner,
                                row.getString("owner_name"),
                                row.getString("owner_role"),
                                Bounds.of(
                                        (String[]) row.getArray("owner_bounds").getArray()),
                                row.getBoolean("owner_enabled")),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "expires_at"),
                instant(row, "last_used_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
