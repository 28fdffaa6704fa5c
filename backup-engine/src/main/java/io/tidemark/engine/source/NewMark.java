package io.tidemark.engine.source;

/// A mark to be stored: empty, and recording from the image's next opening on.
///
/// @param name  its name
/// @param granularity  bytes of guest data per bit; a power of two from 2^9 to 2^31
public record NewMark(String name, long granularity) {}
