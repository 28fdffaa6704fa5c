package io.tidemark.catalog.user;

import io.tidemark.catalog.Bounds;
import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.NameTaken;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.TimeOrderedId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// All users. While there is a user with a password who is an admin without bounds, one stays: whoever installs
/// Tidemark
/// can always get in, even when the OpenID provider cannot be reached.
@Component
@Transactional
public class Users {
    private static final String SELECT = """
            select id, name, role, bounds, issuer is null own, enabled, created_at, last_log_in_at, version from users
            """;

    private static final ListOrders<UserView> ORDERS = new ListOrders<>("users", "id", UserView::id, "name")
            .byTextInAnyCase("name", "name", UserView::name)
            .byTime("createdAt", "created_at", UserView::createdAt)
            .byTime("lastLogInAt", "coalesce(last_log_in_at, '-infinity')", UserView::lastLogInAt);

    private static final String KEY_TO_THE_HOUSE =
            "role = 'admin' and enabled and bounds = '{}' and password_hash is not null";

    private final JdbcClient jdbc;
    private final Clock clock;

    Users(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Enters a user with a password.
    ///
    /// @throws NameTaken `user-exists`
    public UUID create(String name, String role, Bounds bounds, String passwordHash) {
        UUID id = TimeOrderedId.next(clock.instant());
        int entered = jdbc.sql("""
                        insert into users (id, name, role, bounds, enabled, password_hash, created_at, version)
                        values (?, ?, ?, ?, true, ?, ?, 0) on conflict (lower(name)) do nothing""")
                .params(id, name, role, bounds.written(), passwordHash, now())
                .update();
        if (entered == 0) {
            throw new NameTaken("user", name);
        }
        return id;
    }

    /// Gives a user another role, other bounds, or shuts it out.
    ///
    /// @param expectedVersion the version that the caller saw, or null to change whatever is there
    /// @throws NotFound       when there is no such user
    /// @throws Conflict       `precondition-failed`, or `last-admin`
    /// @throws InvalidRequest `role-from-provider` when the user's OpenID provider says what it may do
    public void change(UUID id, String role, Bounds bounds, boolean enabled, @Nullable Long expectedVersion) {
        lock();
        UserView user = get(id);
        if (expectedVersion != null && expectedVersion != user.version()) {
            throw new Conflict(
                    "precondition-failed",
                    "User \"" + user.name() + "\" was changed since it was read. Read it again and repeat the change.");
        }
        if (user.origin() == Origin.OIDC
                && !(user.role().equals(role) && user.bounds().equals(bounds))) {
            throw new InvalidRequest(
                    "role-from-provider",
                    "What user \"" + user.name() + "\" may do is said by the OpenID provider at each log-in. Change it"
                            + " there; here the user can be disabled and enabled.");
        }
        boolean wasKey = holdsKey(id);
        jdbc.sql("update users set role = ?, bounds = ?, enabled = ?, version = version + 1 where id = ?")
                .params(role, bounds.written(), enabled, id)
                .update();
        requireKey(wasKey, user);
    }

    /// Gives a user another password.
    ///
    /// @throws NotFound       when there is no such user
    /// @throws InvalidRequest `no-password` for a user of an OpenID provider
    public void setPassword(UUID id, String passwordHash) {
        if (get(id).origin() != Origin.PASSWORD) {
            throw new InvalidRequest(
                    "no-password", "The user logs in with an OpenID provider and has its password there.");
        }
        jdbc.sql("update users set password_hash = ?, version = version + 1 where id = ?")
                .params(passwordHash, id)
                .update();
    }

    /// The user is no more, and with it all tokens it made.
    ///
    /// @throws NotFound when there is no such user
    /// @throws Conflict `last-admin`
    public void remove(UUID id) {
        lock();
        UserView user = get(id);
        boolean wasKey = holdsKey(id);
        jdbc.sql("""
                        delete from idempotency_keys
                        where caller_id = :id or caller_id in (select t.id from api_tokens t where t.owner_id = :id)""").param("id", id).update();
        jdbc.sql("delete from users where id = ?").param(id).update();
        requireKey(wasKey, user);
    }

    /// What to compare a typed password with; empty when nobody of that name has one. Case does not matter.
    public Optional<Credentials> credentials(String name) {
        return credentials("lower(name) = lower(?)", name);
    }

    /// The same for a user who is known.
    public Optional<Credentials> credentials(UUID id) {
        return credentials("id = ?", id);
    }

    private Optional<Credentials> credentials(String condition, Object value) {
        return jdbc.sql("select id, password_hash, enabled from users where password_hash is not null and " + condition)
                .param(value)
                .query((row, n) -> new Credentials(
                        row.getObject("id", UUID.class), row.getString("password_hash"), row.getBoolean("enabled")))
                .optional();
    }

    /// The user, as long as it may act.
    public Optional<UserView> active(UUID id) {
        return jdbc.sql(SELECT + "where id = ? and enabled")
                .param(id)
                .query(Users::row)
                .optional();
    }

    /// Notes that the user has just logged in.
    public void loggedIn(UUID id) {
        jdbc.sql("update users set last_log_in_at = ? where id = ?")
                .params(now(), id)
                .update();
    }

    /// Finds the user of an account, or enters one, and gives it the role and the bounds that the provider says.
    ///
    /// @throws Conflict `user-disabled`
    public UserView enter(OpenIdAccount account) {
        for (int n = 0; n < account.names().size(); n++) {
            jdbc.sql("""
                            insert into users (id, name, role, bounds, enabled, issuer, subject, created_at, version)
                            select ?, ?, ?, ?, true, ?, ?, ?, 0
                            where not exists (select 1 from users where issuer = ? and subject = ?)
                            on conflict do nothing""")
                    .params(
                            TimeOrderedId.next(clock.instant()),
                            account.names().get(n),
                            account.role(),
                            account.bounds().written(),
                            account.issuer(),
                            account.subject(),
                            now(),
                            account.issuer(),
                            account.subject())
                    .update();
        }
        jdbc.sql("""
                        update users set role = :role, bounds = :bounds, version = version + 1
                        where issuer = :issuer and subject = :subject and (role <> :role or bounds <> :bounds::text[])""")
                .param("role", account.role())
                .param("bounds", account.bounds().written())
                .param("issuer", account.issuer())
                .param("subject", account.subject())
                .update();
        UserView user = jdbc.sql(SELECT + "where issuer = ? and subject = ?")
                .params(account.issuer(), account.subject())
                .query(Users::row)
                .optional()
                .orElseThrow(() -> new NameTaken("user", account.names().getLast()));
        if (!user.enabled()) {
            throw new Conflict("user-disabled", "User \"" + user.name() + "\" is disabled.");
        }
        return user;
    }

    /// One user.
    ///
    /// @throws NotFound when there is no such user
    public UserView get(UUID id) {
        return jdbc.sql(SELECT + "where id = ?")
                .param(id)
                .query(Users::row)
                .optional()
                .orElseThrow(() -> new NotFound("user", id));
    }

    /// Users by name unless told otherwise; they can be sorted by `name`, `createdAt` and `lastLogInAt`.
    public Page<UserView> page(UserFilter filter, PageRequest request) {
        return new ListQuery<>(jdbc, ORDERS, SELECT)
                .whereContains("name", filter.name())
                .where("role = :role", "role", filter.role())
                .where(
                        "(issuer is null) = :own",
                        "own",
                        filter.origin() == null ? null : filter.origin() == Origin.PASSWORD)
                .where("enabled = :enabled", "enabled", filter.enabled())
                .page(request, Users::row);
    }

    /// Whether somebody can log in with a password and do everything.
    public boolean anyAdmin() {
        return jdbc.sql("select exists (select 1 from users where " + KEY_TO_THE_HOUSE + ")")
                .query(Boolean.class)
                .single();
    }

    /// Whether anybody can log in with a password.
    public boolean anyPassword() {
        return jdbc.sql("select exists (select 1 from users where password_hash is not null)")
                .query(Boolean.class)
                .single();
    }

    private boolean holdsKey(UUID id) {
        return jdbc.sql("select exists (select 1 from users where id = ? and " + KEY_TO_THE_HOUSE + ")")
                .param(id)
                .query(Boolean.class)
                .single();
    }

    private void requireKey(boolean wasKey, UserView user) {
        if (wasKey && !anyAdmin()) {
            throw new Conflict(
                    "last-admin",
                    "User \"" + user.name() + "\" is the last admin with a password and without bounds. Make another"
                            + " one first.");
        }
    }

    /// Two admins who take the role from each other at the same moment come one after the other.
    private void lock() {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('tidemark users'))::text")
                .query((row, n) -> row.getString(1))
                .single();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static UserView row(ResultSet row, int number) throws SQLException {
        Timestamp loggedIn = row.getTimestamp("last_log_in_at");
        return new UserView(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("role"),
                Bounds.of((String[]) row.getArray("bounds").getArray()),
                row.getBoolean("own") ? Origin.PASSWORD : Origin.OIDC,
                row.getBoolean("enabled"),
                row.getTimestamp("created_at").toInstant(),
                loggedIn == null ? null : loggedIn.toInstant(),
                row.getLong("version"));
    }
}
