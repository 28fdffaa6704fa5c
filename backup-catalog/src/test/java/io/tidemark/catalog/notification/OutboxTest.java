package io.tidemark.catalog.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunOutcome;
import io.tidemark.catalog.run.RunQueue;
import io.tidemark.catalog.run.WorkedRuns;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// From the end of a run to a delivery that one process at a time has.
@CatalogTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboxTest {
    private static final Wording WORDS = (kind, notice) -> new Wording.Message(notice.event(), "{}");

    private final ConfigurableApplicationContext catalog;
    private final Samples samples;
    private final FanOut fanOut;
    private final Deliveries deliveries;
    private final MachineId machine;
    private final RepositoryEntryId repository;
    private final UUID channel;

    OutboxTest(TestDatabase database) {
        this.catalog = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(database.arguments());
        this.samples = new Samples(catalog);
        this.fanOut = catalog.getBean(FanOut.class);
        this.deliveries = catalog.getBean(Deliveries.class);
        this.machine = samples.machine("told");
        this.repository = samples.repository("told");
        this.channel = catalog.getBean(Channels.class)
                .create(new ChannelTerms("told", ChannelKind.EMAIL, null, List.of("a@example.org")), null);
    }

    @AfterAll
    void stop() {
        catalog.close();
    }

    @BeforeEach
    void beginAnew() {
        samples.jdbc().sql("delete from notification_deliveries").update();
        samples.jdbc().sql("delete from notification_rules").update();
        samples.jdbc().sql("delete from ended_runs").update();
    }

    @Test
    void aRunIsNotedWhenItEndsAndOnlyIfSomebodyMayWantToKnow() {
        fail(begin());
        assertThat(noted()).isZero();

        rule(NotifiedOutcome.FAILED);
        fail(begin());
        assertThat(noted()).isEqualTo(1);
    }

    @Test
    void aRunWhoseEndIsRolledBackIsNotNoted() {
        rule(NotifiedOutcome.FAILED);
        Begun run = begin();

        new TransactionTemplate(catalog.getBean(PlatformTransactionManager.class)).executeWithoutResult(transaction -> {
            fail(run);
            transaction.setRollbackOnly();
        });

        assertThat(noted()).isZero();
        fail(run);
    }

    @Test
    void aRunThatIsCancelledIsNotNoted() {
        rule(NotifiedOutcome.FAILED);

        catalog.getBean(RunQueue.class).cancel(queue());

        assertThat(noted()).isZero();
    }

    @Test
    void eachRuleTellsOfARunOnce() {
        rule(NotifiedOutcome.FAILED);
        UUID other = catalog.getBean(Rules.class)
                .create(new RuleTerms(
                        "other",
                        channel,
                        true,
                        new RuleTerms.Runs(List.of(NotifiedOutcome.FAILED), List.of(), null, null, null),
                        null));
        Begun run = begin();
        fail(run);

        assertThat(fanOut.runs(WORDS)).isFalse();
        samples.jdbc()
                .sql("insert into ended_runs (run_id, ended_at) values (?, now())")
                .param(run.id().id())
                .update();
        fanOut.runs(WORDS);

        assertThat(deliveries
                        .page(new DeliveryFilter(null, null, run.id().id(), null), PageRequest.FIRST)
                        .items())
                .hasSize(2)
                .extracting(DeliveryView::rule)
                .contains(other);
        assertThat(noted()).isZero();
    }

    @Test
    void aDeliveryIsOneClaimersUntilItsLeaseRunsOut() {
        rule(NotifiedOutcome.FAILED);
        fail(begin());
        fanOut.runs(WORDS);

        Outgoing first = deliveries.claim(10, List.of()).getFirst();
        assertThat(deliveries.claim(10, List.of())).isEmpty();
        samples.jdbc()
                .sql("update notification_deliveries set due_at = now() - interval '1 second'")
                .update();
        assertThat(deliveries.claim(10, List.of(channel))).isEmpty();
        Outgoing second = deliveries.claim(10, List.of()).getFirst();

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.attempt()).isEqualTo(2);
        deliveries.delivered(second.id());
        deliveries.postpone(first.id(), "too late", Instant.now());
        assertThat(deliveries.get(first.id()).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(deliveries.claim(10, List.of())).isEmpty();
    }

    @Test
    void deliveriesOfARemovedChannelAreGivenUpAndOldOnesForgotten() {
        rule(NotifiedOutcome.FAILED);
        fail(begin());
        fanOut.runs(WORDS);
        samples.jdbc()
                .sql("update notification_deliveries set channel_id = null")
                .update();

        Outgoing orphan = deliveries.claim(10, List.of()).getFirst();
        assertThat(orphan.channel()).isNull();
        deliveries.giveUp(orphan.id(), "x".repeat(5000));
        assertThat(String.valueOf(deliveries.get(orphan.id()).error())).hasSize(1001);
        deliveries.forgetBefore(Instant.now().plusSeconds(60));
        assertThat(deliveries
                        .page(new DeliveryFilter(null, null, null, null), PageRequest.FIRST)
                        .items())
                .isEmpty();
    }

    private void rule(NotifiedOutcome outcome) {
        catalog.getBean(Rules.class)
                .create(new RuleTerms(
                        "told",
                        channel,
                        true,
                        new RuleTerms.Runs(List.of(outcome), List.of(), machine.id(), null, null),
                        null));
    }

    private RunId queue() {
        return catalog.getBean(RunQueue.class).submit(new RunOrder.Backup(machine, repository, RequestedMode.AUTO));
    }

    private Begun begin() {
        RunId run = queue();
        UUID worker = UUID.randomUUID();
        catalog.getBean(WorkedRuns.class).takeUp(run, worker, "worker");
        return new Begun(run, worker);
    }

    private void fail(Begun run) {
        assertThat(catalog.getBean(WorkedRuns.class)
                        .finish(run.id(), run.worker(), new RunOutcome.Failed("image-busy", "Busy.")))
                .isTrue();
    }

    private long noted() {
        return samples.jdbc()
                .sql("select count(*) from ended_runs")
                .query(Long.class)
                .single();
    }

    private record Begun(RunId id, UUID worker) {}

    @EnableAutoConfiguration
    static class Application {}
}
