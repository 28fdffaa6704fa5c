package io.tidemark.repository.format;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// Work that runs the same way each time it is repeated: names are drawn from a given source, and nothing is handed
/// to other threads. For tests that decide the order of every single call to a store.
public final class Repeatable {

    private static final ScopedValue<RandomGenerator> NAMES = ScopedValue.newInstance();

    private Repeatable() {}

    /// Does work repeatably.
    ///
    /// @param names  where the names of objects come from
    public static <R, X extends Throwable> R call(RandomGenerator names, ScopedValue.CallableOp<R, X> work) throws X {
        return ScopedValue.where(NAMES, names).call(work);
    }

    /// Whether the current thread is to do alone what is usually spread over several.
    public static boolean isDemanded() {
        return NAMES.isBound();
    }

    /// A new name: 122 random bits, version 4.
    public static UUID randomId() {
        if (!NAMES.isBound()) {
            return UUID.randomUUID();
        }
        RandomGenerator names = NAMES.get();
        long high = (names.nextLong() & ~0xf000L) | 0x4000L;
        long low = (names.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
