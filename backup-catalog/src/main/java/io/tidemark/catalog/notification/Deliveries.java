package io.tidemark.catalog.notification;

import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.TimeOrderedId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What is to be sent and what became of it. A delivery that was claimed is its claimer's for [#LEASE];
/// when nothing was heard of it by then, its claimer has died and another may have it. So each is sent at
/// least once, and by one at a time.
@Component
@Transactional
public class Deliveries {
    /// How long a claim holds; sending takes far less, since every receiver has a time limit.
    public static final Duration LEASE = Duration.ofMinutes(5);

    private static final int MAXIMUM_ERROR = 1000;

    private static final ListOrders<DeliveryView> ORDERS =
            new ListOrders<>("deliveries", "id", DeliveryView::id, "-createdAt").byTie("createdAt");

    private final JdbcClient jdbc;
    private final Channels channels;
    private final Clock clock;

    Deliveries(JdbcClient jdbc, Channels channels, Clock clock) {
        this.jdbc = jdbc;
        this.channels = channels;
        this.clock = clock;
    }

    /// Adds a delivery, unless the rule has told of the run before.
    void queue(ChannelView channel, @Nullable RuleView rule, @Nullable UUID run, Notice notice, Wording.Message words) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql("""
                        insert into notification_deliveries
                            (id, channel_id, channel_name, rule_id, rule_name, run_id, event, subject, body, state, attempts,
                             due_at, created_at)
                        values (:id, :channel, :channelName, :rule, :ruleName, :run, :event, :subject, :body, 'queued', 0,
                                :at, :at)
                        on conflict do nothing""")
                .param("id", notice.id())
                .param("channel", channel.id())
                .param("channelName", channel.name())
                .param("rule", rule == null ? null : rule.id())
                .param("ruleName", rule == null ? null : rule.terms().name())
                .param("run", run)
                .param("event", notice.event())
                .param("subject", words.subject().replace('\0', ' '))
                .param("body", words.body().replace('\0', ' '))
                .param("at", now)
                .update();
    }

    /// Adds a test of a channel, claimed by the caller, who sends it at once.
    ///
    /// @throws NotFound when there is no such channel
    public Outgoing test(UUID channel, Wording wording) {
        ChannelView view = channels.get(channel);
        Instant now = clock.instant();
        Notice notice = new Notice.Test(TimeOrderedId.next(now), view.name(), now);
        queue(view, null, null, notice, wording.message(view.kind(), notice));
        return claim("id = :id", Map.of("id", notice.id())).getFirst();
    }

    /// Claims deliveries that are due, oldest first.
    ///
    /// @param atMost  how many
    /// @param without channels that have enough to do
    public List<Outgoing> claim(int atMost, Collection<UUID> without) {
        return claim("""
                id in (select id from notification_deliveries
                       where due_at <= :now and not (channel_id = any (:without) and channel_id is not null)
                       order by due_at limit :limit for update skip locked)""", Map.of("limit", atMost, "without", without.toArray(UUID[]::new)));
    }

    /// It has arrived.
    public void delivered(UUID id) {
        finish(id, DeliveryState.DELIVERED, null);
    }

    /// It has not arrived and is tried again.
    public void postpone(UUID id, String error, Instant until) {
        jdbc.sql("""
                        update notification_deliveries set state = 'queued', due_at = :until, error = :error
                        where id = :id and state = 'sending'""")
                .param("id", id)
                .param("until", Timestamp.from(until))
                .param("error", bounded(error))
                .update();
    }

    /// It has not arrived and is not tried again.
    public void giveUp(UUID id, String error) {
        finish(id, DeliveryState.FAILED, error);
    }

    /// Forgets deliveries that ended before an instant.
    public void forgetBefore(Instant end) {
        jdbc.sql("delete from notification_deliveries where finished_at < ?")
                .param(Timestamp.from(end))
                .update();
    }

    /// One delivery.
    ///
    /// @throws NotFound when there is no such delivery
    @Transactional(readOnly = true)
    public DeliveryView get(UUID id) {
        return jdbc.sql("select * from notification_deliveries where id = ?")
                .param(id)
                .query(Deliveries::row)
                .optional()
                .orElseThrow(() -> new NotFound("delivery", id));
    }

    /// Deliveries, newest first unless told otherwise; they are sorted by `createdAt`.
    @Transactional(readOnly = true)
    public Page<DeliveryView> page(DeliveryFilter filter, PageRequest request) {
        return new ListQuery<>(jdbc, ORDERS, "select * from notification_deliveries")
                .where("channel_id = :channel", "channel", filter.channel())
                .where("rule_id = :rule", "rule", filter.rule())
                .where("run_id = :run", "run", filter.run())
                .whereIs("state", filter.state() == null ? null : filter.state().word())
                .page(request, Deliveries::row);
    }

    private List<Outgoing> claim(String which, Map<String, ?> parameters) {
        Instant now = clock.instant();
        return jdbc
                .sql("update notification_deliveries set state = 'sending', attempts = attempts + 1, due_at = :lease"
                        + " where due_at <= :now and " + which
                        + " returning id, channel_id, event, subject, body, attempts, created_at")
                .param("lease", Timestamp.from(now.plus(LEASE)))
                .param("now", Timestamp.from(now))
                .params(parameters)
                .query((row, n) -> new Claimed(
                        row.getObject("channel_id", UUID.class),
                        new Outgoing(
                                row.getObject("id", UUID.class),
                                null,
                                row.getString("event"),
                                row.getString("subject"),
                                row.getString("body"),
                                row.getInt("attempts"),
                                row.getTimestamp("created_at").toInstant())))
                .list()
                .stream()
                .map(claimed -> claimed.with(claimed.channel() == null ? null : channels.get(claimed.channel())))
                .toList();
    }

    private void finish(UUID id, DeliveryState how, @Nullable String error) {
        jdbc.sql("""
                        update notification_deliveries
                        set state = :state, finished_at = :at, due_at = null, error = coalesce(:error, error)
                        where id = :id and state = 'sending'""")
                .param("id", id)
                .param("state", how.word())
                .param("at", Timestamp.from(clock.instant()))
                .param("error", error == null ? null : bounded(error))
                .update();
    }

    private static String bounded(String error) {
        String cut = error.length() <= MAXIMUM_ERROR ? error : error.substring(0, MAXIMUM_ERROR) + "…";
        return cut.replace('\0', ' ');
    }

    private static DeliveryView row(ResultSet row, int number) throws SQLException {
        Timestamp due = row.getTimestamp("due_at");
        Timestamp finished = row.getTimestamp("finished_at");
        return new DeliveryView(
                row.getObject("id", UUID.class),
                row.getObject("channel_id", UUID.class),
                row.getString("channel_name"),
                row.getObject("rule_id", UUID.class),
                row.getString("rule_name"),
                row.getObject("run_id", UUID.class),
                row.getString("event"),
                row.getString("subject"),
                DeliveryState.of(row.getString("state")),
                row.getInt("attempts"),
                due == null ? null : due.toInstant(),
                row.getTimestamp("created_at").toInstant(),
                finished == null ? null : finished.toInstant(),
                row.getString("error"));
    }

    private record Claimed(@Nullable UUID channel, Outgoing delivery) {
        Outgoing with(@Nullable ChannelView view) {
            return new Outgoing(
                    delivery.id(),
                    view,
                    delivery.event(),
                    delivery.subject(),
                    delivery.body(),
                    delivery.attempt(),
                    delivery.createdAt());
        }
    }
}
