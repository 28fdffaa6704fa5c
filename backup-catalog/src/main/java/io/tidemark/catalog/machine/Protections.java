package io.tidemark.catalog.machine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;

/// How well machines are protected, by the clock of the database: parts of queries of machines `m` and their rows `p`
/// of `machine_protection`, which triggers keep.
final class Protections {
    /// The time of the newest point in any repository; null where there is none.
    static final String LAST_POINT = "nullif(p.last_point_at, '-infinity')";

    private static final String UNCOVERED = "not p.covered";
    private static final String WITHOUT_POINT = "p.last_point_at = '-infinity'";
    private static final String LATE = "p.due_at < now()";

    /// What [#row] reads.
    static final String COLUMNS = """
            p.objective_seconds, case when p.objective_seconds is null then %s else p.newest_at end newest, now() moment,
            case
                when %s then 'uncovered'
                when %s then 'never'
                when %s then 'late'
                else 'protected'
            end protection""".formatted(LAST_POINT, UNCOVERED, WITHOUT_POINT, LATE);

    private Protections() {}

    /// The condition that machines are in a state.
    static String condition(ProtectionState state) {
        return switch (state) {
            case UNCOVERED -> UNCOVERED;
            case NEVER -> "p.covered and " + WITHOUT_POINT;
            case LATE -> "p.covered and not " + WITHOUT_POINT + " and " + LATE;
            case PROTECTED -> "p.covered and not " + WITHOUT_POINT + " and not " + LATE;
        };
    }

    static Protection row(ResultSet row) throws SQLException {
        Timestamp newest = row.getTimestamp("newest");
        long objective = row.getLong("objective_seconds");
        boolean without = row.wasNull();
        return new Protection(
                ProtectionState.of(row.getString("protection")),
                newest == null ? null : newest.toInstant(),
                newest == null ? null : age(newest, row.getTimestamp("moment")),
                without ? null : Duration.ofSeconds(objective));
    }

    private static Duration age(Timestamp newest, Timestamp moment) {
        return Duration.between(newest.toInstant(), moment.toInstant());
    }
}
