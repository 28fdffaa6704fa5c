package io.tidemark.catalog.run;

import java.time.Instant;
import java.util.UUID;

/// What a retention run decided of a point.
///
/// @param position counts the points of the run from 0
/// @param keep     whether it stays
/// @param reason   the rules that keep it, as `daily 2 of 7`; or that none does
public record PointVerdict(int position, UUID point, Instant createdAt, boolean keep, String reason) {}
