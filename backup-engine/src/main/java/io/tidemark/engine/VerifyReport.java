package io.tidemark.engine;

import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.verification.VerificationOptions.Level;
import io.tidemark.repository.verification.VerificationReport;
import java.time.Duration;
import java.util.List;

/// What a verification found.
///
/// @param found  everything
/// @param duration  of the whole verification
public record VerifyReport(Level level, VerificationReport found, Duration duration) {
    /// The points looked at.
    public List<PointId> points() {
        return found.points();
    }

    /// Bytes of content read back and checked.
    public long checkedBytes() {
        return found.checkedBytes();
    }

    /// What cannot be given back, ascending within each disk; the first ones, when it is very much.
    public List<DamagedRange> damaged() {
        return found.lost();
    }

    /// Whether every point looked at can be given back, as far as that was looked at.
    public boolean intact() {
        return found.lostCount() == 0 && found.lostPoints() == 0;
    }

    /// Done, corrupt, or done with warnings when what is damaged is there once more.
    public ExitCode exitCode() {
        if (!intact()) {
            return ExitCode.CORRUPT;
        }
        return found.faultCount() == 0 ? ExitCode.DONE : ExitCode.WARNINGS;
    }
}
