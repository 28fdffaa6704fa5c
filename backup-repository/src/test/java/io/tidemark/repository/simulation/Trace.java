package io.tidemark.repository.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/// What has happened: how many calls, a digest of all of them in their order, and the last ones as they were.
final class Trace {

    private static final int LAST = 400;

    private final Deque<String> last = new ArrayDeque<>();
    private long steps;
    private long digest;

    void note(String call) {
        steps++;
        digest = digest * 31 + call.hashCode();
        last.add(call);
        if (last.size() > LAST) {
            last.remove();
        }
    }

    long steps() {
        return steps;
    }

    long digest() {
        return digest;
    }

    @Override
    public String toString() {
        return "after " + steps + " calls, of which the last are\n  " + String.join("\n  ", last);
    }
}
