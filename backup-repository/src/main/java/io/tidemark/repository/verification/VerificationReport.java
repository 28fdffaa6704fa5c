package io.tidemark.repository.verification;

import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.point.PointId;
import java.util.List;

/// What a verification found.
///
/// @param points  that were looked at
/// @param lostPoints  whose manifests cannot be read
/// @param chunks  different stored chunks that they need, each copy counted
/// @param checkedChunks  of these that were read and are intact
/// @param checkedBytes  their bytes when decoded
/// @param faultCount  how many faults there are; copies that were known to be damaged before count no more
/// @param faults  the first [#MAX_FAULTS] of them; a fault that hits no range has a sound copy elsewhere
/// @param lostCount  how many guest ranges cannot be given back
/// @param lost  the first [#MAX_RANGES] of them, with the fault that is to blame
/// @param recorded  whether what was found and verified could be written down in the repository
public record VerificationReport(
        List<PointId> points,
        long lostPoints,
        long chunks,
        long checkedChunks,
        long checkedBytes,
        long faultCount,
        List<Fault> faults,
        long lostCount,
        List<DamagedRange> lost,
        boolean recorded) {

    public static final int MAX_FAULTS = 1_000;
    public static final int MAX_RANGES = 10_000;

    public VerificationReport {
        points = List.copyOf(points);
        faults = List.copyOf(faults);
        lost = List.copyOf(lost);
    }
}
