package io.tidemark.repository;

import java.util.List;

/// What [Repository#check()] found.
///
/// @param points  whose manifests are intact
/// @param disks  of these points
/// @param pages  different map pages that were read
/// @param chunks  chunks that the disks refer to, counted once per map page
/// @param packs  in the store
/// @param packBytes  what they take
/// @param problemCount  how many problems there are
/// @param problems  the first [#MAX_PROBLEMS] of them
public record CheckReport(
        long points,
        long disks,
        long pages,
        long chunks,
        long packs,
        long packBytes,
        long problemCount,
        List<Problem> problems) {

    public static final int MAX_PROBLEMS = 1000;

    /// Something that a point needs and that is not there, or not as it must be.
    ///
    /// @param where  which point and disk are hit first, or the object itself
    /// @param what  what was expected and found
    public record Problem(String where, String what) {}

    public CheckReport {
        problems = List.copyOf(problems);
    }

    /// Whether nothing is wrong.
    public boolean sound() {
        return problemCount == 0;
    }
}
