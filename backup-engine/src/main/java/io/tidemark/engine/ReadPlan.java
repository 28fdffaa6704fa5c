package io.tidemark.engine;

import io.tidemark.engine.mark.Distrust;
import io.tidemark.engine.mark.MarkFacts;
import io.tidemark.engine.mark.MarkVerdict;
import io.tidemark.repository.point.PointId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How one disk will be read, and why.
sealed interface ReadPlan {
    /// The reason of a disk that is read the way somebody asked for.
    String REQUESTED = "requested";

    /// The reason of a disk of which the repository has nothing yet.
    String NO_EARLIER_POINT = "no earlier point";

    /// The reason of a disk that is read from a mark.
    String MARK_TRUSTED = "mark is trusted";

    /// The reason of a disk whose active image is an overlay without a mark: what overlays hold is added to the
    /// mark's bits.
    String MARK_BELOW_TRUSTED = "mark of the image below is trusted";

    /// The reason of an image that has no place for marks; what is wrong with it follows.
    String UNMARKABLE = "image cannot hold a mark";

    /// The reason of a run that found a change its mark had missed.
    String MARK_MISSED_A_CHANGE = "mark missed a change";

    /// The reason of a disk that is read as a whole because the point it should start from cannot be read.
    String BASE_DAMAGED = "base point is damaged";

    /// How the disk is read.
    Mode mode();

    /// Why; stable words, sometimes with details after a colon.
    String reason();

    /// The point that what is read is relative to.
    @Nullable
    PointId base();

    /// Everything, without a base.
    record Full(String reason) implements ReadPlan {
        @Override
        public Mode mode() {
            return Mode.FULL;
        }

        @Override
        public @Nullable PointId base() {
            return null;
        }
    }

    /// Everything, storing what differs from the base.
    record Compare(PointId base, String reason) implements ReadPlan {
        @Override
        public Mode mode() {
            return Mode.COMPARE;
        }
    }

    /// What a mark recorded.
    ///
    /// @param baseVirtualSize  bytes of the disk at the base point
    record Bitmap(PointId base, long baseVirtualSize, MarkFacts mark, String reason) implements ReadPlan {
        @Override
        public Mode mode() {
            return Mode.BITMAP;
        }
    }

    /// Chooses; a pure function.
    ///
    /// @param verdict  what the disk's marks are worth
    /// @param newest  the newest point of this machine and disk
    /// @param unmarkable  why the image cannot hold marks, or empty when it can
    static ReadPlan choose(
            RequestedMode requested, MarkVerdict verdict, Optional<PointId> newest, Optional<String> unmarkable) {
        if (requested == RequestedMode.FULL) {
            return new Full(REQUESTED);
        }
        if (newest.isEmpty()) {
            return new Full(NO_EARLIER_POINT);
        }
        if (requested == RequestedMode.COMPARE) {
            return new Compare(newest.get(), REQUESTED);
        }
        return switch (verdict) {
            case MarkVerdict.Trusted(var mark, var base) ->
                new Bitmap(base.id(), base.virtualSize(), mark, mark.layer() == 0 ? MARK_TRUSTED : MARK_BELOW_TRUSTED);
            case MarkVerdict.Untrusted untrusted -> new Compare(newest.get(), reason(untrusted, unmarkable));
        };
    }

    private static String reason(MarkVerdict.Untrusted untrusted, Optional<String> unmarkable) {
        return untrusted.why() == Distrust.NO_MARK && unmarkable.isPresent()
                ? UNMARKABLE + ": " + unmarkable.get()
                : untrusted.reason();
    }
}
