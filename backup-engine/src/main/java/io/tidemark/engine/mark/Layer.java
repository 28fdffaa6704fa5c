package io.tidemark.engine.mark;

import io.tidemark.repository.point.BackingIdentity;

/// One image of a disk's chain.
///
/// @param identity  what it is recognised by
/// @param marks  whether its bitmaps count
public record Layer(BackingIdentity identity, MarksState marks) {}
