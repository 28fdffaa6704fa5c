package io.tidemark.engine.mark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.engine.mark.MarkVerdict.Trusted;
import io.tidemark.engine.mark.MarkVerdict.Untrusted;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.point.BackingIdentity;
import io.tidemark.repository.point.PointId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MarkRulesTest {
    private static final RepositoryId OURS = new RepositoryId(new UUID(1, 1));
    private static final RepositoryId OTHERS = new RepositoryId(new UUID(2, 2));
    private static final PointId OLD = new PointId(new UUID(0x7000, 1));
    private static final PointId NEW = new PointId(new UUID(0x7000, 2));
    private static final PointId NEVER_COMMITTED = new PointId(new UUID(0x7000, 3));

    private static final long SIZE = 10 << 20;
    private static final int GRANULARITY = 65_536;
    private static final Layer ACTIVE = layer("/vm/active.qcow2", 7, MarksState.VALID);
    private static final Layer BACKING = layer("/vm/backing.qcow2", 5, MarksState.VALID);

    /// One mark, one point, and what is wrong with them.
    record Case(
            String named,
            UnaryOperator<MarkFacts> mark,
            UnaryOperator<PointFacts> point,
            UnaryOperator<DiskFacts> disk,
            @Nullable Distrust expected) {
        @Override
        public String toString() {
            return named;
        }
    }

    static Stream<Case> cases() {
        UnaryOperator<MarkFacts> sameMark = UnaryOperator.identity();
        UnaryOperator<PointFacts> samePoint = UnaryOperator.identity();
        UnaryOperator<DiskFacts> sameDisk = UnaryOperator.identity();
        return Stream.of(
                new Case("a sound mark", sameMark, samePoint, sameDisk, null),
                new Case(
                        "autoclear bit clear",
                        sameMark,
                        samePoint,
                        disk -> new DiskFacts(
                                disk.virtualSize(),
                                List.of(layer("/vm/active.qcow2", 7, MarksState.INVALIDATED), BACKING),
                                disk.marks()),
                        Distrust.MARKS_INVALID),
                new Case(
                        "in use",
                        m -> mark(m.name(), 0, GRANULARITY, true, true, null),
                        samePoint,
                        sameDisk,
                        Distrust.INCONSISTENT),
                new Case(
                        "unreadable table",
                        m -> mark(m.name(), 0, GRANULARITY, true, false, "table too short"),
                        samePoint,
                        sameDisk,
                        Distrust.UNREADABLE),
                new Case(
                        "not recording",
                        m -> mark(m.name(), 0, GRANULARITY, false, false, null),
                        samePoint,
                        sameDisk,
                        Distrust.NOT_RECORDING),
                new Case(
                        "point never committed",
                        m -> mark(name(OURS, NEVER_COMMITTED), 0, GRANULARITY, true, false, null),
                        samePoint,
                        sameDisk,
                        Distrust.POINT_UNKNOWN),
                new Case(
                        "another repository's mark",
                        m -> mark(name(OTHERS, OLD), 0, GRANULARITY, true, false, null),
                        samePoint,
                        sameDisk,
                        Distrust.NO_MARK),
                new Case(
                        "somebody else's bitmap",
                        m -> mark("libvirt-checkpoint", 0, GRANULARITY, true, false, null),
                        samePoint,
                        sameDisk,
                        Distrust.NO_MARK),
                new Case(
                        "replaced by one of another granularity",
                        m -> mark(m.name(), 0, 2 * GRANULARITY, true, false, null),
                        samePoint,
                        sameDisk,
                        Distrust.GRANULARITY),
                new Case(
                        "no mark was stored for the point",
                        sameMark,
                        p -> new PointFacts(p.id(), p.virtualSize(), 0, p.below()),
                        sameDisk,
                        Distrust.GRANULARITY),
                new Case(
                        "disk grown",
                        sameMark,
                        p -> new PointFacts(p.id(), SIZE - 1, p.markGranularity(), p.below()),
                        sameDisk,
                        null),
                new Case(
                        "disk shrunk",
                        sameMark,
                        p -> new PointFacts(p.id(), SIZE + 1, p.markGranularity(), p.below()),
                        sameDisk,
                        Distrust.SHRUNK),
                new Case(
                        "backing file written to",
                        sameMark,
                        samePoint,
                        disk -> new DiskFacts(
                                disk.virtualSize(),
                                List.of(ACTIVE, layer("/vm/backing.qcow2", 6, MarksState.VALID)),
                                disk.marks()),
                        Distrust.CHAIN),
                new Case(
                        "rebased onto another file",
                        sameMark,
                        samePoint,
                        disk -> new DiskFacts(
                                disk.virtualSize(),
                                List.of(ACTIVE, layer("/vm/other.qcow2", 5, MarksState.VALID)),
                                disk.marks()),
                        Distrust.CHAIN),
                new Case(
                        "backing file committed away",
                        sameMark,
                        samePoint,
                        disk -> new DiskFacts(disk.virtualSize(), List.of(ACTIVE), disk.marks()),
                        Distrust.CHAIN),
                new Case(
                        "active image replaced by a copy of itself",
                        sameMark,
                        samePoint,
                        disk -> new DiskFacts(
                                disk.virtualSize(),
                                List.of(layer("/vm/copy.qcow2", 99, MarksState.VALID), BACKING),
                                disk.marks()),
                        null));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aMarkIsTrustedOnlyWhenEverythingFits(Case given) {
        MarkFacts mark = given.mark().apply(mark(name(OURS, OLD), 0, GRANULARITY, true, false, null));
        PointFacts point = given.point().apply(new PointFacts(OLD, SIZE, GRANULARITY, List.of(BACKING.identity())));
        DiskFacts disk = given.disk().apply(new DiskFacts(SIZE, List.of(ACTIVE, BACKING), List.of(mark)));

        MarkVerdict verdict = MarkRules.judge(OURS, disk, List.of(point));

        if (given.expected() == null) {
            assertThat(verdict).isEqualTo(new Trusted(mark, point));
        } else {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Untrusted.class,
                            untrusted -> assertThat(untrusted.why()).isEqualTo(given.expected()));
        }
    }

    @Test
    void theNewestTrustedMarkWins() {
        MarkFacts older = mark(name(OURS, OLD), 0, GRANULARITY, true, false, null);
        MarkFacts newer = mark(name(OURS, NEW), 0, GRANULARITY, true, false, null);
        DiskFacts disk = new DiskFacts(SIZE, List.of(ACTIVE), List.of(newer, older));

        assertThat(MarkRules.judge(OURS, disk, List.of(point(OLD), point(NEW))))
                .isEqualTo(new Trusted(newer, point(NEW)));
    }

    @Test
    void anOlderMarkServesWhenTheNewestIsSpoilt() {
        MarkFacts older = mark(name(OURS, OLD), 0, GRANULARITY, true, false, null);
        MarkFacts newer = mark(name(OURS, NEW), 0, GRANULARITY, true, true, null);
        DiskFacts disk = new DiskFacts(SIZE, List.of(ACTIVE), List.of(older, newer));

        assertThat(MarkRules.judge(OURS, disk, List.of(point(OLD), point(NEW))))
                .isEqualTo(new Trusted(older, point(OLD)));
    }

    @Test
    void aMarkOfAPointNeverCommittedDoesNotHideASoundOne() {
        MarkFacts sound = mark(name(OURS, OLD), 0, GRANULARITY, true, false, null);
        MarkFacts orphan = mark(name(OURS, NEVER_COMMITTED), 0, GRANULARITY, true, false, null);
        DiskFacts disk = new DiskFacts(SIZE, List.of(ACTIVE), List.of(orphan, sound));

        assertThat(MarkRules.judge(OURS, disk, List.of(point(OLD)))).isEqualTo(new Trusted(sound, point(OLD)));
    }

    @Test
    void theReasonConcernsTheMarkOfTheNewestPoint() {
        MarkFacts older = mark(name(OURS, OLD), 0, GRANULARITY, false, false, null);
        MarkFacts newer = mark(name(OURS, NEW), 0, GRANULARITY, true, true, null);
        MarkFacts orphan = mark(name(OURS, NEVER_COMMITTED), 0, GRANULARITY, true, false, null);
        DiskFacts disk = new DiskFacts(SIZE, List.of(ACTIVE), List.of(orphan, older, newer));

        assertThat(MarkRules.judge(OURS, disk, List.of(point(OLD), point(NEW))))
                .isInstanceOfSatisfying(
                        Untrusted.class,
                        untrusted -> assertThat(untrusted.reason())
                                .isEqualTo("mark is inconsistent: image was not closed cleanly"));
    }

    @Test
    void aMarkInTheBackingImageServesAnOverlay() {
        MarkFacts mark = mark(name(OURS, OLD), 1, GRANULARITY, true, false, null);
        DiskFacts disk = new DiskFacts(SIZE, List.of(ACTIVE, BACKING), List.of(mark));

        assertThat(MarkRules.judge(OURS, disk, List.of(point(OLD)))).isEqualTo(new Trusted(mark, point(OLD)));
    }

    @Test
    void onlyOurMarksOfPointsThatDoNotExistAreAbandoned() {
        List<MarkFacts> marks = Stream.of(
                        name(OURS, OLD),
                        name(OURS, NEVER_COMMITTED),
                        name(OTHERS, NEVER_COMMITTED),
                        "backup",
                        "tidemark-x")
                .map(name -> mark(name, 0, GRANULARITY, true, false, null))
                .toList();
        DiskFacts disk = new DiskFacts(SIZE, List.of(ACTIVE), marks);

        assertThat(MarkRules.abandoned(OURS, disk, Set.of(OLD))).containsExactly(name(OURS, NEVER_COMMITTED));
        assertThat(MarkRules.ownExcept(OURS, disk, name(OURS, NEVER_COMMITTED))).containsExactly(name(OURS, OLD));
    }

    @Test
    void marksInBackingImagesAreNeverDropped() {
        MarkFacts below = mark(name(OURS, NEVER_COMMITTED), 1, GRANULARITY, true, false, null);
        DiskFacts disk = new DiskFacts(SIZE, List.of(ACTIVE, BACKING), List.of(below));

        assertThat(MarkRules.abandoned(OURS, disk, Set.of())).isEmpty();
        assertThat(MarkRules.ownExcept(OURS, disk, name(OURS, NEW))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "65536, 8589934592, 65536",
        "4096, 1099511627776, 4096",
        "256, 1048576, 512",
        "65536, 281474976710656, 65536",
        "65536, 281474976710657, 131072",
        "512, 4398046511104, 1024"
    })
    void granularityIsTheChunkSizeWithinQemusLimits(int chunkSize, long virtualSize, long expected) {
        assertThat(MarkRules.granularityFor(chunkSize, virtualSize)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"VALID, NO_MARK", "INVALIDATED, MARKS_INVALID", "UNREADABLE, UNREADABLE"})
    void withoutAnyMarkTheImageItselfGivesTheReason(MarksState state, Distrust expected) {
        DiskFacts disk = new DiskFacts(SIZE, List.of(layer("/vm/active.qcow2", 7, state)), List.of());

        assertThat(MarkRules.judge(OURS, disk, List.of(point(OLD))))
                .isInstanceOfSatisfying(
                        Untrusted.class,
                        untrusted -> assertThat(untrusted.why()).isEqualTo(expected));
    }

    private static Layer layer(String path, long modifiedAt, MarksState marks) {
        return new Layer(new BackingIdentity(path, "qcow2", 100, Instant.ofEpochMilli(modifiedAt)), marks);
    }

    private static PointFacts point(PointId id) {
        return new PointFacts(id, SIZE, GRANULARITY, List.of());
    }

    private static String name(RepositoryId repository, PointId point) {
        return new MarkName(repository, point).toString();
    }

    private static MarkFacts mark(
            String name,
            int layer,
            long granularity,
            boolean recording,
            boolean inconsistent,
            @Nullable String unusableBecause) {
        return new MarkFacts(name, layer, granularity, recording, inconsistent, unusableBecause);
    }
}
