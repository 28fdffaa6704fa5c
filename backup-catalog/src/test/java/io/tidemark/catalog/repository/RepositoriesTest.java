package io.tidemark.catalog.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.catalog.CatalogException;
import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunKind;
import io.tidemark.catalog.run.RunViews;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

@ExtendWith(SharedCatalog.class)
class RepositoriesTest {
    private final ApplicationContext catalog;
    private final Samples samples;
    private final RecordConnection connections;
    private final RepositoryViews views;

    RepositoriesTest(ApplicationContext catalog) {
        this.catalog = catalog;
        this.samples = new Samples(catalog);
        this.connections = catalog.getBean(RecordConnection.class);
        this.views = catalog.getBean(RepositoryViews.class);
    }

    @Test
    void aNewRepositoryIsConnectedByARunOfItsOwn() {
        RepositoryEntryId id = RepositoryEntryId.next(samples.now());
        RepositoryEntry entry = RepositoryEntry.of(
                id,
                new RepositoryTerms(
                        "own",
                        "s3://own",
                        "http://127.0.0.1:9",
                        "eu-central-1",
                        true,
                        new RepositoryLimits(50, 1 << 20, 0)),
                samples.now());

        RunId run = catalog.getBean(AddRepository.class).add(entry);

        RepositoryView view = views.get(id);
        assertThat(view.state()).isEqualTo(RepositoryState.NEW);
        assertThat(view.endpoint()).isEqualTo("http://127.0.0.1:9");
        assertThat(view.sealed()).isTrue();
        assertThat(view.limits()).isEqualTo(new RepositoryLimits(50, 1 << 20, 0));
        assertThat(view.connectRun()).isEqualTo(run.id());
        assertThat(catalog.getBean(RunViews.class).get(run).kind()).isEqualTo(RunKind.CONNECT);
    }

    @Test
    void rememberWhatTheBucketHoldsAndNoticeWhenItHoldsSomethingElse() {
        RepositoryEntryId id = samples.repository("replaced");
        UUID found = UUID.randomUUID();

        connections.connected(id, found, true);
        connections.unreachable(id);
        assertThat(views.get(id).state()).isEqualTo(RepositoryState.FAILED);
        connections.connected(id, found, false);

        assertThat(views.get(id).state()).isEqualTo(RepositoryState.READY);
        assertThat(views.get(id).repositoryId()).isEqualTo(found);
        refused("repository-replaced", () -> connections.connected(id, UUID.randomUUID(), false));
        refused("repository-known", () -> connections.connected(samples.repository("replaced-2"), found, false));
    }

    @Test
    void refusesTakenNamesTakenLocationsAndOddOnes() {
        samples.repository("strict-place");

        refused("repository-exists", () -> samples.repository("strict-place"));
        refused(
                "location-taken",
                () -> catalog.getBean(AddRepository.class)
                        .add(RepositoryEntry.of(
                                RepositoryEntryId.next(samples.now()),
                                RepositoryTerms.at("elsewhere", "s3://bucket/strict-place", null),
                                samples.now())));
        refused("location-invalid", () -> RepositoryTerms.at("ftp", "ftp://host", null));
    }

    @Test
    void limitsChangeUnlessSomebodyElseChangedThemSince() {
        RepositoryEntryId id = samples.repository("limited");
        LimitRepository limit = catalog.getBean(LimitRepository.class);
        long seen = views.get(id).version();

        limit.limit(id, new RepositoryLimits(10, 0, 0), seen);
        refused("precondition-failed", () -> limit.limit(id, RepositoryLimits.NONE, seen));
        assertThat(views.get(id).limits()).isEqualTo(new RepositoryLimits(10, 0, 0));

        limit.limit(id, RepositoryLimits.NONE, null);
        assertThat(views.get(id).limits()).isEqualTo(RepositoryLimits.NONE);
    }

    @Test
    void whoFindsALocationTakenIsToldByWhichRepositoryAndWhatToDo() {
        samples.repository("there-first");
        RepositoryEntry second = RepositoryEntry.of(
                RepositoryEntryId.next(samples.now()),
                RepositoryTerms.at("second", "s3://bucket/there-first", null),
                samples.now());

        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> catalog.getBean(AddRepository.class).add(second))
                .withMessage("Repository \"there-first\" is at s3://bucket/there-first already. Use that one, or"
                        + " choose another bucket or prefix.");
    }

    @Test
    void ofTwoRequestsAtOnceForOneNameTheSecondIsToldOfTheName() throws Exception {
        AddRepository add = catalog.getBean(AddRepository.class);
        for (int round = 0; round < 8; round++) {
            String name = "twins-" + round;
            CyclicBarrier together = new CyclicBarrier(2);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<String>> answers = List.of("a", "b").stream()
                        .map(place -> threads.submit(() -> {
                            RepositoryEntry entry = RepositoryEntry.of(
                                    RepositoryEntryId.next(samples.now()),
                                    RepositoryTerms.at(name, "s3://" + name + "/" + place, null),
                                    samples.now());
                            together.await(10, TimeUnit.SECONDS);
                            return codeOf(() -> add.add(entry));
                        }))
                        .toList();

                assertThat(List.of(answers.get(0).get(), answers.get(1).get()))
                        .containsExactlyInAnyOrder("added", "repository-exists");
            }
        }
    }

    private static String codeOf(Runnable request) {
        try {
            request.run();
            return "added";
        } catch (CatalogException refused) {
            return refused.code();
        }
    }

    private static void refused(String code, Runnable request) {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(request::run)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
