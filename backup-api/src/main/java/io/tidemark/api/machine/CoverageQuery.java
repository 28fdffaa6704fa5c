package io.tidemark.api.machine;

import org.jspecify.annotations.Nullable;

/// Which policies are asked about.
///
/// @param covered  true: only those that cover the machine; false: only those that do not
record CoverageQuery(@Nullable Boolean covered) {}
