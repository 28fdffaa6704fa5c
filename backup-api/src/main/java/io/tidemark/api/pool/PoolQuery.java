package io.tidemark.api.pool;

import io.tidemark.api.name.PartOfName;
import org.jspecify.annotations.Nullable;

/// Which pools are asked for.
///
/// @param name  only pools whose name contains this, in whatever case
record PoolQuery(@Nullable @PartOfName String name) {}
