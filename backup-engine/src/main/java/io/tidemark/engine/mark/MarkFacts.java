package io.tidemark.engine.mark;

import org.jspecify.annotations.Nullable;

/// What an image says about one of its bitmaps.
///
/// @param name  the bitmap's name
/// @param layer  the image of the chain that holds it: 0 is the active one, 1 its backing file, and so on
/// @param granularity  bytes of guest data per bit
/// @param recording  whether QEMU records writes into it when it opens the image
/// @param inconsistent  whether it was left open (`in_use`), so that it missed writes
/// @param unusableBecause  any other reason why its bits cannot be read, or null
public record MarkFacts(
        String name,
        int layer,
        long granularity,
        boolean recording,
        boolean inconsistent,
        @Nullable String unusableBecause) {}
