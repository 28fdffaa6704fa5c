package io.tidemark.repository.store;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts what is asked of a store, and makes callers wait where it would be more than the limits allow.
///
/// Any number of threads, and of stores: stores that share a meter share its limits.
public final class StoreMeter {

    /// What a request is for.
    enum Verb {
        PUT,
        GET,
        HEAD,
        LIST,
        DELETE
    }

    private final StoreLimits limits;
    private final Map<Verb, LongAdder> requests = new EnumMap<>(Verb.class);
    private final LongAdder bytesUp = new LongAdder();
    private final LongAdder bytesDown = new LongAdder();
    private final @Nullable Pace requestPace;
    private final @Nullable Pace upPace;
    private final @Nullable Pace downPace;

    public StoreMeter(StoreLimits limits) {
        this(limits, Waiting.REAL);
    }

    StoreMeter(StoreLimits limits, Waiting waiting) {
        this(
                limits,
                limits.requestsPerSecond() == 0 ? null : new Pace(limits.requestsPerSecond(), waiting),
                limits.bytesPerSecond() == 0 ? null : new Pace(limits.bytesPerSecond(), waiting),
                limits.bytesPerSecond() == 0 ? null : new Pace(limits.bytesPerSecond(), waiting));
    }

    private StoreMeter(StoreLimits limits, @Nullable Pace requestPace, @Nullable Pace upPace, @Nullable Pace downPace) {
        this.limits = limits;
        this.requestPace = requestPace;
        this.upPace = upPace;
        this.downPace = downPace;
        for (Verb verb : Verb.values()) {
            requests.put(verb, new LongAdder());
        }
    }

    /// A meter that counts from nought and shares this one's limits: what the callers of both ask for together stays
    /// within them.
    public StoreMeter counting() {
        return new StoreMeter(limits, requestPace, upPace, downPace);
    }

    /// What was asked for so far; it only grows.
    public StoreCalls calls() {
        return new StoreCalls(
                count(Verb.PUT),
                count(Verb.GET),
                count(Verb.HEAD),
                count(Verb.LIST),
                count(Verb.DELETE),
                bytesUp.sum(),
                bytesDown.sum());
    }

    private long count(Verb verb) {
        return adder(verb).sum();
    }

    private LongAdder adder(Verb verb) {
        LongAdder adder = requests.get(verb);
        if (adder == null) {
            throw new AssertionError(verb);
        }
        return adder;
    }

    /// What callers are held to.
    public StoreLimits limits() {
        return limits;
    }

    /// A request is about to be made.
    void request(Verb verb) throws InterruptedException {
        if (requestPace != null) {
            requestPace.take(1);
        }
        adder(verb).increment();
    }

    /// Bytes go up now.
    void up(long bytes) throws InterruptedException {
        if (upPace != null) {
            upPace.take(bytes);
        }
        bytesUp.add(bytes);
    }

    /// Bytes have come down.
    void down(long bytes) throws InterruptedException {
        if (downPace != null) {
            downPace.take(bytes);
        }
        bytesDown.add(bytes);
    }
}
