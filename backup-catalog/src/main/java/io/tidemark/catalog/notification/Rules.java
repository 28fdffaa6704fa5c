package io.tidemark.catalog.notification;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.ListOrders;
import io.tidemark.catalog.ListQuery;
import io.tidemark.catalog.NameTaken;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.TimeOrderedId;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.schedule.CronSchedule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// All rules.
@Component
@Transactional
public class Rules {
    private static final String SELECT = """
            select r.*, c.name channel_name from notification_rules r
            join notification_channels c on c.id = r.channel_id
            """;

    private static final ListOrders<RuleView> ORDERS = new ListOrders<>("rules", "r.id", RuleView::id, "name")
            .byText("name", "r.name", rule -> rule.terms().name())
            .byTime("createdAt", "r.created_at", RuleView::createdAt);

    private final JdbcClient jdbc;
    private final Clock clock;

    Rules(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Makes a rule.
    ///
    /// @throws NameTaken      `rule-exists`
    /// @throws InvalidRequest `channel-missing`, `machine-missing` or `policy-missing`
    public UUID create(RuleTerms terms) {
        require(terms);
        Instant now = clock.instant();
        UUID id = TimeOrderedId.next(now);
        try {
            with(terms, jdbc.sql("""
                            insert into notification_rules
                                (id, name, channel_id, enabled, outcomes, kinds, machine_id, policy_id, label_key,
                                 label_value, digest_cron, digest_zone, digest_at, created_at, version)
                            values (:id, :name, :channel, :enabled, :outcomes, :kinds, :machine, :policy, :labelKey,
                                    :labelValue, :cron, :zone, :digestAt, :at, 0)"""))
                    .param("id", id)
                    .param("at", Timestamp.from(now))
                    .update();
        } catch (DuplicateKeyException taken) {
            throw new NameTaken("rule", terms.name(), taken);
        }
        return id;
    }

    /// Changes a rule.
    ///
    /// @param expected the version that the caller saw, or null to replace whatever is there
    /// @throws NotFound       when there is no such rule
    /// @throws NameTaken      `rule-exists`
    /// @throws Conflict       `precondition-failed`
    /// @throws InvalidRequest `channel-missing`, `machine-missing` or `policy-missing`
    public void replace(UUID id, RuleTerms terms, @Nullable Long expected) {
        RuleView present = jdbc.sql(SELECT + "where r.id = ? for update of r")
                .param(id)
                .query(Rules::row)
                .optional()
                .orElseThrow(() -> new NotFound("rule", id));
        if (expected != null && expected != present.version()) {
            throw new Conflict(
                    "precondition-failed",
                    "Rule \"" + present.terms().name()
                            + "\" was changed by somebody else. Read it again and repeat the change.");
        }
        require(terms);
        try {
            with(terms, jdbc.sql("""
                            update notification_rules
                            set name = :name, channel_id = :channel, enabled = :enabled, outcomes = :outcomes,
                                kinds = :kinds, machine_id = :machine, policy_id = :policy, label_key = :labelKey,
                                label_value = :labelValue, digest_cron = :cron, digest_zone = :zone,
                                digest_at = :digestAt, version = version + 1
                            where id = :id""")).param("id", id).update();
        } catch (DuplicateKeyException taken) {
            throw new NameTaken("rule", terms.name(), taken);
        }
    }

    /// Removes a rule; what it has queued is delivered.
    ///
    /// @throws NotFound when there is no such rule
    public void remove(UUID id) {
        if (jdbc.sql("delete from notification_rules where id = ?").param(id).update() == 0) {
            throw new NotFound("rule", id);
        }
    }

    /// One rule.
    ///
    /// @throws NotFound when there is no such rule
    public RuleView get(UUID id) {
        return jdbc.sql(SELECT + "where r.id = ?")
                .param(id)
                .query(Rules::row)
                .optional()
                .orElseThrow(() -> new NotFound("rule", id));
    }

    /// Rules by name unless told otherwise; they can be sorted by `name` and `createdAt`.
    public Page<RuleView> page(RuleFilter filter, PageRequest request) {
        return new ListQuery<>(jdbc, ORDERS, SELECT)
                .whereContains("r.name", filter.name())
                .where("r.channel_id = :channel", "channel", filter.channel())
                .where("r.enabled = :enabled", "enabled", filter.enabled())
                .page(request, Rules::row);
    }

    /// All that are enabled and about runs.
    List<RuleView> aboutRuns() {
        return jdbc.sql(SELECT + "where r.enabled and cardinality(r.outcomes) > 0")
                .query(Rules::row)
                .list();
    }

    /// One whose digest is due, locked; what another server is at is passed over.
    Optional<RuleView> dueDigest(Instant now) {
        return jdbc.sql(SELECT + """
                        where r.enabled and r.digest_at <= ? order by r.digest_at limit 1
                        for update of r skip locked""")
                .param(Timestamp.from(now))
                .query(Rules::row)
                .optional();
    }

    /// Says when a rule's digest is due next; never again for null.
    void nextDigest(UUID id, @Nullable Instant next) {
        jdbc.sql("update notification_rules set digest_at = :next where id = :id")
                .param("next", next == null ? null : Timestamp.from(next), Types.TIMESTAMP)
                .param("id", id)
                .update();
    }

    private void require(RuleTerms terms) {
        require("channel", "notification_channels", terms.channel());
        if (terms.runs() != null) {
            require("machine", "machines", terms.runs().machine());
            require("policy", "policies", terms.runs().policy());
        }
    }

    private void require(String what, String table, @Nullable UUID id) {
        if (id != null
                && jdbc.sql("select 1 from " + table + " where id = ? for key share")
                        .param(id)
                        .query(Integer.class)
                        .optional()
                        .isEmpty()) {
            throw new InvalidRequest(what + "-missing", "There is no " + what + " with the id " + id + ".");
        }
    }

    private JdbcClient.StatementSpec with(RuleTerms terms, JdbcClient.StatementSpec statement) {
        RuleTerms.Runs runs = terms.runs();
        CronSchedule digest = terms.digest();
        RuleTerms.Label label = runs == null ? null : runs.label();
        Instant next = digest == null || !terms.enabled() ? null : digest.next(clock.instant());
        return statement
                .param("name", terms.name())
                .param("channel", terms.channel())
                .param("enabled", terms.enabled())
                .param(
                        "outcomes",
                        runs == null
                                ? new String[0]
                                : runs.outcomes().stream()
                                        .map(NotifiedOutcome::word)
                                        .toArray(String[]::new))
                .param(
                        "kinds",
                        runs == null
                                ? new String[0]
                                : runs.kinds().stream().map(RunKind::word).toArray(String[]::new))
                .param("machine", runs == null ? null : runs.machine())
                .param("policy", runs == null ? null : runs.policy())
                .param("labelKey", label == null ? null : label.key())
                .param("labelValue", label == null ? null : label.value())
                .param("cron", digest == null ? null : digest.expression())
                .param("zone", digest == null ? null : digest.zone().getId())
                .param("digestAt", next == null ? null : Timestamp.from(next), Types.TIMESTAMP);
    }

    private static RuleView row(ResultSet row, int number) throws SQLException {
        String cron = row.getString("digest_cron");
        Timestamp next = row.getTimestamp("digest_at");
        RuleTerms terms = new RuleTerms(
                row.getString("name"),
                row.getObject("channel_id", UUID.class),
                row.getBoolean("enabled"),
                cron == null ? runs(row) : null,
                cron == null ? null : CronSchedule.stored(cron, row.getString("digest_zone")));
        return new RuleView(
                row.getObject("id", UUID.class),
                terms,
                row.getString("channel_name"),
                next == null ? null : next.toInstant(),
                row.getTimestamp("created_at").toInstant(),
                row.getLong("version"));
    }

    private static RuleTerms.Runs runs(ResultSet row) throws SQLException {
        String key = row.getString("label_key");
        return new RuleTerms.Runs(
                words(row, "outcomes").stream().map(NotifiedOutcome::of).toList(),
                words(row, "kinds").stream().map(RunKind::of).toList(),
                row.getObject("machine_id", UUID.class),
                row.getObject("policy_id", UUID.class),
                key == null ? null : new RuleTerms.Label(key, row.getString("label_value")));
    }

    private static List<String> words(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
