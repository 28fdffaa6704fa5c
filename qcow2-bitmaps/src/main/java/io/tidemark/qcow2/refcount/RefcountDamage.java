package io.tidemark.qcow2.refcount;

import io.tidemark.qcow2.failure.Qcow2FormatException;

/// What to do about a damaged entry of the refcount table: throw, or go on as if it had no block.
@FunctionalInterface
public interface RefcountDamage {
    /// Takes one.
    void found(Qcow2FormatException damage) throws Qcow2FormatException;
}
