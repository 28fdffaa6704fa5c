package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.repository.DiskWriter;
import io.tidemark.repository.PointWriter;
import io.tidemark.repository.Repository;
import io.tidemark.repository.WriteOptions;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.retention.RetentionRules;
import io.tidemark.repository.retention.RetentionVerdict;
import io.tidemark.repository.retention.RetentionVerdict.Reason;
import io.tidemark.repository.retention.RetentionVerdict.Rule;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.StoreAccessDeniedException;
import io.tidemark.repository.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What retention deletes, what it leaves, and that it tells the truth about both, whatever comes in between.
class ApplyRetentionTest {
    private static final Instant START = Instant.parse("2026-11-01T02:00:00Z");
    private static final int CHUNK = 4096;

    @TempDir
    Path cache;

    private final WatchedDeletions store = new WatchedDeletions(new MemoryObjectStore());
    private final List<PointId> points = new ArrayList<>();
    private PointId stranger = PointId.parse("0197f3c2-5d1e-7a3b-9c4d-1e2f3a4b5c6d");
    private Repository repository;

    @BeforeEach
    void makePoints() throws IOException {
        repository = Repository.init(store, RepositoryFormat.create(START).withChunkSize(CHUNK), cache);
        for (int day = 0; day < 5; day++) {
            points.add(make("web1", START.plus(Duration.ofDays(day))));
        }
        stranger = make("db1", START);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private PointId make(String machine, Instant at) throws IOException {
        PointId id = PointId.next(Clock.fixed(at, ZoneOffset.UTC), RandomGenerator.getDefault());
        try (PointWriter writer = repository.begin(id, machine, at, WriteOptions.standard())) {
            DiskWriter disk = writer.disk("vda", CHUNK, null);
            disk.put(0, ByteBuffer.allocate(CHUNK).put(0, (byte) 1));
            writer.commit(List.of(new DiskDescription(
                    "vda", "/images/vda", "raw", 0, List.of(), "full", "auto", "no earlier point", null, 0, 0)));
        }
        return id;
    }

    private static RetentionRequest keepLast(int points, RetentionRequest.Execution execution) {
        return new RetentionRequest("web1", new RetentionRules(points, 0, 0, 0, 0, 0, null), ZoneOffset.UTC, execution);
    }

    private RetentionReport run(RecordingObserver observer) throws EngineException, InterruptedException {
        return retention().run(keepLast(2, RetentionRequest.Execution.DELETE), observer);
    }

    private ApplyRetention retention() {
        return new ApplyRetention(repository, Clock.fixed(START.plus(Duration.ofDays(30)), ZoneOffset.UTC));
    }

    private EngineException fail(RecordingObserver observer) {
        EngineException failure = catchThrowableOfType(EngineException.class, () -> run(observer));
        assertThat(failure).isNotNull();
        return failure;
    }

    /// The machine's points that are left, oldest first.
    private List<PointId> left() throws IOException {
        return repository.points().stream()
                .filter(point -> point.machine().equals("web1"))
                .map(Point::id)
                .toList();
    }

    private List<PointId> without(int... gone) {
        List<PointId> left = new ArrayList<>(points);
        for (int i : gone) {
            left.remove(points.get(i));
        }
        return left;
    }

    private static List<Rule> rules(RetentionReport report, PointId point) {
        return report.verdicts().stream()
                .filter(verdict -> verdict.point().id().equals(point))
                .flatMap(verdict -> verdict.reasons().stream())
                .map(Reason::rule)
                .toList();
    }

    private List<String> told(RecordingObserver observer) {
        return observer.log.stream()
                .filter(line -> line.contains("Deleted point"))
                .toList();
    }

    @Test
    void whatNoRuleKeepsGoesOldestFirstAndAPinHolds() throws Exception {
        repository.pins().pin(points.get(1), START, "audit");
        RecordingObserver observer = new RecordingObserver();

        RetentionReport report = run(observer);

        assertThat(report.deleted()).containsExactly(points.get(0), points.get(2));
        assertThat(left()).isEqualTo(without(0, 2));
        assertThat(repository.point(stranger)).isPresent();
        assertThat(rules(report, points.get(1))).containsExactly(Rule.PINNED);
        assertThat(report.verdicts())
                .extracting(RetentionVerdict::keep)
                .containsExactly(false, true, false, true, true);
        assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(observer.steps).containsExactly("open", "forget");
        assertThat(told(observer)).hasSize(2);
        assertThat(told(observer).getFirst()).contains(points.getFirst().toString());
    }

    @Test
    void aDryRunSaysTheSameAndDeletesNothing() throws Exception {
        RetentionReport planned =
                retention().run(keepLast(2, RetentionRequest.Execution.DRY_RUN), RunObserver.silent());

        assertThat(planned.deleted()).isEmpty();
        assertThat(left()).isEqualTo(points);
        assertThat(run(new RecordingObserver()).verdicts()).isEqualTo(planned.verdicts());
    }

    @Test
    void aRunThatIsCancelledHalfWayLeavesTheRest() throws Exception {
        RecordingObserver observer = new RecordingObserver();
        store.before = key -> {
            if (key.equals(points.getFirst().key())) {
                observer.cancel();
            }
        };

        assertThat(fail(observer).code()).isEqualTo(FailureCode.CANCELLED);

        assertThat(left()).isEqualTo(without(0));
        assertThat(told(observer))
                .singleElement()
                .satisfies(line -> assertThat(line).contains(points.getFirst().toString()));
        assertThat(run(new RecordingObserver()).deleted()).containsExactly(points.get(1), points.get(2));
    }

    @Test
    void aStoreThatFailsAtOneDeletionEndsTheRunAndTheNextOneGoesOn() throws Exception {
        store.before = key -> {
            if (key.equals(points.get(1).key())) {
                throw new StoreUnavailableException("no answer", null);
            }
        };
        RecordingObserver observer = new RecordingObserver();

        assertThat(fail(observer).code()).isEqualTo(FailureCode.STORE_UNAVAILABLE);

        assertThat(left()).isEqualTo(without(0));
        assertThat(told(observer)).hasSize(1);
        store.before = key -> {};
        assertThat(run(new RecordingObserver()).deleted()).containsExactly(points.get(1), points.get(2));
        assertThat(left()).isEqualTo(without(0, 1, 2));
    }

    @Test
    void aRefusedDeletionIsToldAndTheOthersAreDone() throws Exception {
        store.before = key -> {
            if (key.equals(points.get(1).key())) {
                throw new StoreAccessDeniedException("403 for " + key, null);
            }
        };

        RetentionReport report = run(new RecordingObserver());

        assertThat(report.deleted()).containsExactly(points.get(0), points.get(2));
        assertThat(left()).isEqualTo(without(0, 2));
        assertThat(rules(report, points.get(1))).containsExactly(Rule.REFUSED);
        assertThat(report.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains(points.get(1).toString(), "403"));
        assertThat(report.exitCode()).isEqualTo(ExitCode.WARNINGS);
    }

    @Test
    void aPinThatComesBetweenVerdictAndDeletionHolds() throws Exception {
        store.before = key -> {
            if (key.equals(points.getFirst().key())) {
                pin(points.get(1));
            }
        };

        RetentionReport report = run(new RecordingObserver());

        assertThat(report.deleted()).containsExactly(points.get(0), points.get(2));
        assertThat(rules(report, points.get(1))).containsExactly(Rule.PINNED);
        assertThat(left()).isEqualTo(without(0, 2));
    }

    private void pin(PointId point) {
        try {
            repository.pins().pin(point, START, "just in time");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPointThatSomebodyElseDeletesMeanwhileIsGoneAllTheSame() throws Exception {
        store.before = key -> {
            if (key.equals(points.getFirst().key())) {
                store.objects.delete(points.get(1).key());
            }
        };
        RecordingObserver observer = new RecordingObserver();

        RetentionReport report = run(observer);

        assertThat(report.deleted()).containsExactly(points.get(0), points.get(1), points.get(2));
        assertThat(left()).isEqualTo(without(0, 1, 2));
        assertThat(observer.log).anyMatch(line -> line.contains("is gone already"));
        assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
    }
}
