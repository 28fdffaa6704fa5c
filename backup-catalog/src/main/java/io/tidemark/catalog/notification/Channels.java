package io.tidemark.catalog.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.NameTaken;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.TimeOrderedId;
import io.tidemark.catalog.secret.SealedSecret;
import io.tidemark.catalog.secret.SecretPlace;
import io.tidemark.catalog.secret.ServerKeys;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// All channels.
@Component
@Transactional
public class Channels {
    private static final String COLUMNS = "id, name, kind, url, recipients, created_at, version";

    private static final ListOrders<ChannelView> ORDERS = new ListOrders<>("channels", "id", ChannelView::id, "name")
            .byText("name", "name", ChannelView::name)
            .byTime("createdAt", "created_at", ChannelView::createdAt);

    private final JdbcClient jdbc;
    private final ServerKeys keys;
    private final Clock clock;

    Channels(JdbcClient jdbc, ServerKeys keys, Clock clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.clock = clock;
    }

    /// Makes a channel.
    ///
    /// @param secret what a webhook's messages are signed with; null for others
    /// @throws NameTaken `channel-exists`
    /// @throws io.tidemark.catalog.secret.SecretKeyMissing when there is no key to seal the secret with
    public UUID create(ChannelTerms terms, @Nullable String secret) {
        UUID id = TimeOrderedId.next(clock.instant());
        SealedSecret sealed = seal(id, secret);
        try {
            jdbc.sql("""
                            insert into notification_channels
                                (id, name, kind, url, recipients, key_id, sealed, created_at, version)
                            values (:id, :name, :kind, :url, :recipients, :key, :sealed, :at, 0)""")
                    .param("id", id)
                    .param("name", terms.name())
                    .param("kind", terms.kind().word())
                    .param("url", terms.url())
                    .param("recipients", recipients(terms))
                    .param("key", sealed == null ? null : sealed.keyId())
                    .param("sealed", sealed == null ? null : sealed.bytes())
                    .param("at", Timestamp.from(clock.instant()))
                    .update();
        } catch (DuplicateKeyException taken) {
            throw new NameTaken("channel", terms.name(), taken);
        }
        return id;
    }

    /// Changes a channel; its kind stays.
    ///
    /// @param secret   in place of the present one; null to keep that
    /// @param expected the version that the caller saw, or null to replace whatever is there
    /// @throws NotFound       when there is no such channel
    /// @throws NameTaken      `channel-exists`
    /// @throws Conflict       `precondition-failed`
    /// @throws InvalidRequest `unprocessable` for another kind
    public void replace(UUID id, ChannelTerms terms, @Nullable String secret, @Nullable Long expected) {
        ChannelView present = jdbc.sql("select " + COLUMNS + " from notification_channels where id = ? for update")
                .param(id)
                .query(Channels::row)
                .optional()
                .orElseThrow(() -> new NotFound("channel", id));
        if (expected != null && expected != present.version()) {
            throw new Conflict(
                    "precondition-failed",
                    "Channel \"" + present.name()
                            + "\" was changed by somebody else. Read it again and repeat the change.");
        }
        if (terms.kind() != present.kind()) {
            throw new InvalidRequest(
                    "unprocessable", "A channel cannot become one of another kind. Make a new one instead.");
        }
        SealedSecret sealed = seal(id, secret);
        try {
            jdbc.sql("""
                            update notification_channels
                            set name = :name, url = :url, recipients = :recipients, key_id = coalesce(:key, key_id),
                                sealed = coalesce(:sealed, sealed), version = version + 1
                            where id = :id""")
                    .param("id", id)
                    .param("name", terms.name())
                    .param("url", terms.url())
                    .param("recipients", recipients(terms))
                    .param("key", sealed == null ? null : sealed.keyId())
                    .param("sealed", sealed == null ? null : sealed.bytes(), Types.BINARY)
                    .update();
        } catch (DuplicateKeyException taken) {
            throw new NameTaken("channel", terms.name(), taken);
        }
    }

    /// Removes a channel.
    ///
    /// @throws NotFound when there is no such channel
    /// @throws Conflict `channel-in-use` while a rule names it
    public void remove(UUID id) {
        ChannelView channel = get(id);
        jdbc.sql("select name from notification_rules where channel_id = ? order by name limit 1")
                .param(id)
                .query(String.class)
                .optional()
                .ifPresent(rule -> {
                    throw new Conflict(
                            "channel-in-use",
                            "Channel \"" + channel.name() + "\" is used by rule \"" + rule + "\". Remove that first.");
                });
        jdbc.sql("delete from notification_channels where id = ?").param(id).update();
    }

    /// One channel.
    ///
    /// @throws NotFound when there is no such channel
    public ChannelView get(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from notification_channels where id = ?")
                .param(id)
                .query(Channels::row)
                .optional()
                .orElseThrow(() -> new NotFound("channel", id));
    }

    /// Channels by name unless told otherwise; they can be sorted by `name` and `createdAt`.
    public Page<ChannelView> page(ChannelFilter filter, PageRequest request) {
        return new ListQuery<>(jdbc, ORDERS, "select " + COLUMNS + " from notification_channels")
                .whereContains("name", filter.name())
                .whereIs("kind", filter.kind() == null ? null : filter.kind().word())
                .page(request, Channels::row);
    }

    /// What a webhook's messages are signed with, in UTF-8.
    ///
    /// @throws NotFound when there is no such channel, or none with a secret
    /// @throws io.tidemark.catalog.CatalogException `secret-key-missing` or `secret-key-wrong`
    public byte[] secret(UUID id) {
        SealedSecret found = jdbc.sql(
                        "select key_id, sealed from notification_channels where id = ? and sealed is not null")
                .param(id)
                .query((row, n) -> new SealedSecret(row.getString("key_id"), row.getBytes("sealed")))
                .optional()
                .orElseThrow(() -> new NotFound("channel", id));
        return keys.open(place(id), found);
    }

    private @Nullable SealedSecret seal(UUID id, @Nullable String secret) {
        return secret == null ? null : keys.seal(place(id), secret.getBytes(UTF_8));
    }

    private static SecretPlace place(UUID id) {
        return new SecretPlace("notification_channels", "signing-secret", id);
    }

    private static String @Nullable [] recipients(ChannelTerms terms) {
        return terms.recipients().isEmpty() ? null : terms.recipients().toArray(String[]::new);
    }

    private static ChannelView row(ResultSet row, int number) throws SQLException {
        Array recipients = row.getArray("recipients");
        return new ChannelView(
                row.getObject("id", UUID.class),
                row.getString("name"),
                ChannelKind.of(row.getString("kind")),
                row.getString("url"),
                recipients == null ? List.of() : List.of((String[]) recipients.getArray()),
                row.getTimestamp("created_at").toInstant(),
                row.getLong("version"));
    }
}
