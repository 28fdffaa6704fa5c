package io.tidemark.catalog.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@CatalogTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditTrailTest {
    private final TestDatabase database;
    private final ConfigurableApplicationContext catalog;
    private final AuditTrail trail;
    private final CheckAudit check;
    private final AuditViews views;

    AuditTrailTest(TestDatabase database) {
        this.database = database;
        this.catalog = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(database.arguments());
        this.trail = catalog.getBean(AuditTrail.class);
        this.check = catalog.getBean(CheckAudit.class);
        this.views = catalog.getBean(AuditViews.class);
    }

    @AfterAll
    void stop() {
        catalog.close();
    }

    @BeforeEach
    void beginAnew() throws SQLException {
        tamper("truncate audit_entries", "update audit_head set number = 0, hash = decode(repeat('00', 32), 'hex')");
    }

    @Test
    void anEmptyTrailIsIntact() {
        assertThat(check.check(null)).isEqualTo(new AuditCheck.Intact(new AuditHead(0, "0".repeat(64))));
    }

    @Test
    void entriesOfManyWritersAreNumberedWithoutGapsAndChained() throws Exception {
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int n = 0; n < 8; n++) {
                String name = "writer " + n;
                tasks.add(() -> {
                    for (int m = 0; m < 25; m++) {
                        trail.ended(trail.begun(event(name, null)), event(name, 200));
                    }
                    return null;
                });
            }
            for (Future<Void> done : writers.invokeAll(tasks)) {
                done.get();
            }
        }

        assertThat(check.check(null)).isEqualTo(new AuditCheck.Intact(trail.head()));
        assertThat(trail.head().number()).isEqualTo(400);
        assertThat(views.entries(0, 1000))
                .extracting(AuditEntry::number)
                .hasSize(400)
                .isSorted();
    }

    @Test
    void anEntryStaysWhenTheChangeIsRolledBack() {
        TransactionTemplate change = new TransactionTemplate(catalog.getBean(PlatformTransactionManager.class));

        change.executeWithoutResult(transaction -> {
            trail.begun(event("somebody", null));
            transaction.setRollbackOnly();
        });

        assertThat(trail.head().number()).isEqualTo(1);
    }

    @Test
    void aHeadThatWasKeptIsStillInTheTrailLater() {
        write(3);
        AuditHead kept = trail.head();
        write(4);

        assertThat(check.check(kept)).isInstanceOf(AuditCheck.Intact.class);
        assertThat(check.check(new AuditHead(3, "ab".repeat(32)))).isInstanceOf(AuditCheck.Broken.class);
        assertThat(brokenAt(new AuditHead(99, "ab".repeat(32)))).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_entries set status = 200 where number = 4",
                "delete from audit_entries where number = 4",
                "truncate audit_entries",
                "delete from audit_head",
                "update audit_head set number = number - 1",
                "truncate audit_head"
            })
    void theDatabaseRefusesToChangeIt(String statement) {
        write(6);

        assertThatThrownBy(() -> execute(statement))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("append-only");
        assertThat(check.check(null)).isInstanceOf(AuditCheck.Intact.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status = 201",
                "at = at + interval '1 microsecond'",
                "change = null",
                "caller_name = caller_name || ' '",
                "request_id = gen_random_uuid()",
                "subject_id = null, caller_id = subject_id",
                "hash = sha256(hash)"
            })
    void anEntryThatASuperuserChangedIsFound(String change) throws SQLException {
        write(6);

        tamper("update audit_entries set " + change + " where number = 4");

        assertThat(brokenAt(null)).isEqualTo(4);
    }

    @Test
    void anEntryThatWasTakenOutIsMissing() throws SQLException {
        write(6);

        tamper("delete from audit_entries where number = 4");

        assertThat(brokenAt(null)).isEqualTo(4);
    }

    @Test
    void closingTheGapAfterwardsDoesNotHideIt() throws SQLException {
        write(6);

        tamper(
                "delete from audit_entries where number = 4",
                "update audit_entries set number = number - 1 where number > 4",
                "update audit_head set number = 5");

        assertThat(brokenAt(null)).isEqualTo(4);
    }

    @Test
    void entriesThatChangedPlacesAreFound() throws SQLException {
        write(6);

        tamper(
                "update audit_entries set number = 100 where number = 3",
                "update audit_entries set number = 3 where number = 5",
                "update audit_entries set number = 5 where number = 100");

        assertThat(brokenAt(null)).isEqualTo(3);
    }

    @Test
    void anEntryThatWasPutInBetweenOrBehindIsFound() throws SQLException {
        write(6);
        tamper("""
                insert into audit_entries (number, at, phase, request_id, status, hash)
                values (7, now(), 'single', gen_random_uuid(), 200, sha256('x'))""");
        assertThat(brokenAt(null)).isEqualTo(7);

        tamper("update audit_head set number = 7, hash = sha256('x')");
        assertThat(brokenAt(null)).isEqualTo(7);
    }

    @Test
    void anEndThatWasCutOffIsFoundByTheHeadAndWithAHeadThatWasKeptAlsoWhenThatWasSetBack() throws SQLException {
        write(6);
        AuditHead kept = trail.head();

        tamper("delete from audit_entries where number > 4");
        assertThat(brokenAt(null)).isEqualTo(5);

        tamper("update audit_head set number = 4, hash = (select hash from audit_entries where number = 4)");
        assertThat(check.check(null)).isInstanceOf(AuditCheck.Intact.class);
        assertThat(brokenAt(kept)).isEqualTo(5);

        write(3);
        assertThat(brokenAt(kept)).isEqualTo(6);
    }

    @Test
    void aHeadThatIsGoneIsFound() throws SQLException {
        write(2);

        tamper("delete from audit_head");
        try {
            assertThat(brokenAt(null)).isEqualTo(1);
        } finally {
            execute("insert into audit_head (number, hash) values (0, decode(repeat('00', 32), 'hex'))");
        }
    }

    @Test
    void listsShowAChangeAndItsOutcomeAsOne() {
        String machine = UUID.randomUUID().toString();
        long begun = trail.begun(event("ann", null));
        trail.single(event("ben", 403));
        trail.ended(
                begun,
                new AuditEvent(
                        UUID.randomUUID(),
                        "createMachine",
                        "POST /api/v1/machines",
                        new AuditSubject("machine", machine),
                        new AuditCaller("token", "t-1", "ann"),
                        "127.0.0.1",
                        201,
                        "{}"));
        trail.begun(event("ann", null));

        assertThat(requests(new AuditFilter(null, null, null, null, null)))
                .extracting(AuditedRequest::number, AuditedRequest::status, AuditedRequest::subjectId)
                .containsExactly(tuple(4L, null, null), tuple(2L, 403, null), tuple(1L, 201, machine));
        assertThat(requests(new AuditFilter("ann", null, null, null, null))).hasSize(2);
        assertThat(requests(new AuditFilter("t-1", "createMachine", null, null, null)))
                .hasSize(3);
        assertThat(requests(new AuditFilter(null, "deleteMachine", null, null, null)))
                .isEmpty();
        assertThat(requests(new AuditFilter(null, null, machine, null, null)))
                .extracting(AuditedRequest::number)
                .containsExactly(1L);
        assertThat(requests(new AuditFilter(null, null, null, Instant.EPOCH, Instant.now())))
                .hasSize(3);
        assertThat(requests(new AuditFilter(null, null, null, Instant.now().plusSeconds(60), null)))
                .isEmpty();
        Page<AuditedRequest> first =
                views.page(new AuditFilter(null, null, null, null, null), new PageRequest(null, null, 2));
        assertThat(views.page(
                                new AuditFilter(null, null, null, null, null),
                                new PageRequest(null, first.nextCursor(), 2))
                        .items())
                .extracting(AuditedRequest::number)
                .containsExactly(1L);
    }

    private List<AuditedRequest> requests(AuditFilter filter) {
        return views.page(filter, PageRequest.FIRST).items();
    }

    private long brokenAt(@Nullable AuditHead kept) {
        return check.check(kept) instanceof AuditCheck.Broken broken ? broken.number() : -1;
    }

    private void write(int entries) {
        for (int n = 0; n < entries; n++) {
            trail.single(event("writer", 204));
        }
    }

    private static AuditEvent event(String name, @Nullable Integer status) {
        return new AuditEvent(
                UUID.randomUUID(),
                "createMachine",
                "POST /api/v1/machines",
                new AuditSubject("machine", null),
                new AuditCaller("token", "t-1", name),
                "127.0.0.1",
                status,
                "{\"name\":\"web\"}");
    }

    /// As one who has taken over the database: the triggers are off meanwhile.
    private void tamper(String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter table audit_entries disable trigger user");
            statement.execute("alter table audit_head disable trigger user");
            for (String each : statements) {
                statement.execute(each);
            }
            statement.execute("alter table audit_entries enable trigger user");
            statement.execute("alter table audit_head enable trigger user");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @EnableAutoConfiguration
    static class Application {}
}
