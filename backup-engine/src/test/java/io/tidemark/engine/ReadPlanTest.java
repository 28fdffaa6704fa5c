package io.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.engine.ReadPlan.Bitmap;
import io.tidemark.engine.ReadPlan.Compare;
import io.tidemark.engine.ReadPlan.Full;
import io.tidemark.engine.mark.Distrust;
import io.tidemark.engine.mark.MarkFacts;
import io.tidemark.engine.mark.MarkVerdict;
import io.tidemark.engine.mark.PointFacts;
import io.tidemark.repository.point.PointId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadPlanTest {
    private static final PointId OLD = new PointId(new UUID(0x7000, 1));
    private static final PointId NEW = new PointId(new UUID(0x7000, 2));
    private static final MarkFacts MARK = new MarkFacts("mark", 0, 65_536, true, false, null);
    private static final MarkVerdict TRUSTED =
            new MarkVerdict.Trusted(MARK, new PointFacts(OLD, 4_711, 65_536, List.of()));
    private static final MarkFacts BELOW = new MarkFacts("mark", 1, 65_536, true, false, null);
    private static final MarkVerdict TRUSTED_BELOW =
            new MarkVerdict.Trusted(BELOW, new PointFacts(OLD, 4_711, 65_536, List.of()));
    private static final MarkVerdict NO_MARK = new MarkVerdict.Untrusted(Distrust.NO_MARK, "");
    private static final MarkVerdict SHRUNK = new MarkVerdict.Untrusted(Distrust.SHRUNK, "2 bytes before");
    private static final Optional<String> UNMARKABLE = Optional.of("raw");

    static Stream<Arguments> choices() {
        return Stream.of(
                choice(RequestedMode.AUTO, NO_MARK, null, Optional.empty(), new Full("no earlier point")),
                choice(RequestedMode.COMPARE, NO_MARK, null, Optional.empty(), new Full("no earlier point")),
                choice(RequestedMode.FULL, TRUSTED, NEW, Optional.empty(), new Full("requested")),
                choice(RequestedMode.COMPARE, TRUSTED, NEW, Optional.empty(), new Compare(NEW, "requested")),
                choice(
                        RequestedMode.AUTO,
                        TRUSTED,
                        NEW,
                        Optional.empty(),
                        new Bitmap(OLD, 4_711, MARK, "mark is trusted")),
                choice(
                        RequestedMode.AUTO,
                        TRUSTED_BELOW,
                        NEW,
                        Optional.empty(),
                        new Bitmap(OLD, 4_711, BELOW, "mark of the image below is trusted")),
                choice(
                        RequestedMode.AUTO,
                        NO_MARK,
                        NEW,
                        Optional.empty(),
                        new Compare(NEW, "image has no mark of this repository")),
                choice(RequestedMode.AUTO, NO_MARK, NEW, UNMARKABLE, new Compare(NEW, "image cannot hold a mark: raw")),
                choice(
                        RequestedMode.AUTO,
                        SHRUNK,
                        NEW,
                        UNMARKABLE,
                        new Compare(NEW, "disk was made smaller: 2 bytes before")),
                choice(RequestedMode.AUTO, TRUSTED, NEW, UNMARKABLE, new Bitmap(OLD, 4_711, MARK, "mark is trusted")));
    }

    private static Arguments choice(
            RequestedMode requested,
            MarkVerdict verdict,
            @Nullable PointId newest,
            Optional<String> unmarkable,
            ReadPlan expected) {
        return Arguments.of(requested, verdict, Optional.ofNullable(newest), unmarkable, expected);
    }

    @ParameterizedTest
    @MethodSource("choices")
    void theModeFollowsFromRequestMarkAndPoints(
            RequestedMode requested,
            MarkVerdict verdict,
            Optional<PointId> newest,
            Optional<String> unmarkable,
            ReadPlan expected) {
        assertThat(ReadPlan.choose(requested, verdict, newest, unmarkable)).isEqualTo(expected);
    }
}
