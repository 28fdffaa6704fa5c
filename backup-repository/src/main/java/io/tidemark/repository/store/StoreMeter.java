package io.tidemark.repository.store;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

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
    private final List<Pace> requestPaces;
    private final List<Pace> upPaces;
    private final List<Pace> downPaces;

    public StoreMeter(StoreLimits limits) {
        this(limits, Waiting.REAL);
    }

    StoreMeter(StoreLimits limits, Waiting waiting) {
        this(
                limits,
                paces(limits.requestsPerSecond(), waiting),
                paces((double) limits.bytesPerSecond(), waiting),
                paces((double) limits.bytesPerSecond(), waiting));
    }

    private static List<Pace> paces(double perSecond, Waiting waiting) {
        return perSecond == 0 ? List.of() : List.of(new Pace(perSecond, waiting));
    }

    private StoreMeter(StoreLimits limits, List<Pace> requestPaces, List<Pace> upPaces, List<Pace> downPaces) {
        this.limits = limits;
        this.requestPaces = requestPaces;
        this.upPaces = upPaces;
        this.downPaces = downPaces;
        for (Verb verb : Verb.values()) {
            requests.put(verb, new LongAdder());
        }
    }

    /// A meter that counts from nought and shares this one's limits: what the callers of both ask for together stays
    /// within them.
    public StoreMeter counting() {
        return new StoreMeter(limits, requestPaces, upPaces, downPaces);
    }

    /// The same, keeping to the limits of another meter besides: each is shared with all that keep to it.
    public StoreMeter countingWithin(StoreMeter other) {
        return new StoreMeter(
                limits.tighter(other.limits),
                joined(requestPaces, other.requestPaces),
                joined(upPaces, other.upPaces),
                joined(downPaces, other.downPaces));
    }

    private static List<Pace> joined(List<Pace> some, List<Pace> more) {
        return Stream.concat(some.stream(), more.stream()).distinct().toList();
    }

    private static void take(List<Pace> paces, long units) throws InterruptedException {
        for (Pace pace : paces) {
            pace.take(units);
        }
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
        take(requestPaces, 1);
        adder(verb).increment();
    }

    /// Bytes go up now.
    void up(long bytes) throws InterruptedException {
        take(upPaces, bytes);
        bytesUp.add(bytes);
    }

    /// Bytes have come down.
    void down(long bytes) throws InterruptedException {
        take(downPaces, bytes);
        bytesDown.add(bytes);
    }
}
