package io.tidemark.api.page;

import io.tidemark.api.problem.FieldsException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An instant that a list is narrowed by.
public final class Moment {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Moment() {}

    /// Refuses what no clock has ever shown, nor will.
    ///
    /// @param parameter the query's, for messages
    public static @Nullable Instant within(String parameter, @Nullable Instant moment) {
        if (moment != null && (moment.isBefore(FIRST) || moment.isAfter(LAST))) {
            throw new FieldsException(parameter, "must be a time of the years 1 to 9999");
        }
        return moment;
    }
}
