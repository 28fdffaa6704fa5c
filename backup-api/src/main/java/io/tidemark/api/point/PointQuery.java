package io.tidemark.api.point;

import io.tidemark.api.page.Moment;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.point.PointFilter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which points are asked for.
///
/// @param machine  only points of this machine
/// @param repository  only points in this repository
/// @param from  only points made at this instant or later
/// @param to  only points made before this instant
/// @param sort  `createdAt`, or `-createdAt` for the newest first; `-createdAt` when absent
/// @param limit  the most items wanted; 50 when absent
/// @param cursor  `nextCursor` of the page before; absent for the first page
record PointQuery(
        @Nullable UUID machine,
        @Nullable UUID repository,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable @Size(max = 40) String sort,
        @Nullable @Min(1) @Max(200) Integer limit,
        @Nullable @Size(max = 1000) String cursor) {

    PointFilter filter() {
        return new PointFilter(machine, repository, Moment.within("from", from), Moment.within("to", to));
    }

    PageRequest page() {
        return new PageRequest(sort, cursor, limit);
    }
}
