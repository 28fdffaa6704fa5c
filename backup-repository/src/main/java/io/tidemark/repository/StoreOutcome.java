package io.tidemark.repository;

/// What came of a chunk that was put.
public enum StoreOutcome {
    /// It is all zeros: nothing is stored.
    HOLE,
    /// The base has the same content there.
    UNCHANGED,
    /// The repository has these bytes already, from wherever.
    KNOWN,
    /// It was compressed and is on its way.
    NEW
}
