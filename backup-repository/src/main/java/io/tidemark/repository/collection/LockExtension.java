package io.tidemark.repository.collection;

import io.tidemark.repository.pack.ParallelReads;
import io.tidemark.repository.store.LockRule;
import io.tidemark.repository.store.ObjectLocks;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreAccessDeniedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keeps locked what is needed for longer than a lock holds: a lock of which less than half is left is extended to its
/// full period. Objects that were stored half a period ago or later are not even asked for. Does nothing where nothing
/// is locked.
public final class LockExtension {

    /// What was done.
    ///
    /// @param extended  locks
    /// @param refused  what the store would not lock, and why
    public record Outcome(long extended, List<String> refused) {

        public Outcome {
            refused = List.copyOf(refused);
        }
    }

    private static final int AT_ONCE = 8;

    private final @Nullable ObjectLocks locks;
    private final @Nullable LockRule rule;

    public LockExtension(ObjectStore store) {
        this.locks = store.locks().orElse(null);
        this.rule = locks == null ? null : locks.rule();
    }

    /// Whether anything is locked here.
    public boolean isNeeded() {
        return rule != null;
    }

    /// Extends what is due.
    ///
    /// @param stored  keys, and when the store took them in
    public Outcome run(Map<String, Instant> stored) throws IOException {
        return go(stored, true);
    }

    /// How many locks are due. Changes nothing.
    long due(Map<String, Instant> stored) throws IOException {
        return go(stored, false).extended();
    }

    private Outcome go(Map<String, Instant> stored, boolean extend) throws IOException {
        ObjectLocks has = locks;
        LockRule by = rule;
        if (has == null || by == null) {
            return new Outcome(0, List.of());
        }
        Instant now = by.clock().instant();
        Duration half = by.period().dividedBy(2);
        Map<String, Instant> candidates = new TreeMap<>(stored);
        candidates.values().removeIf(at -> at.plus(half).isAfter(now));
        List<String> done = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        ParallelReads.forEach(candidates.keySet(), AT_ONCE, key -> {
            Optional<Instant> until = has.lockedUntil(key);
            if (until.isPresent() && !until.get().isBefore(now.plus(half))) {
                return;
            }
            try {
                if (extend) {
                    has.extend(key, now.plus(by.period()));
                }
                add(done, key);
            } catch (ObjectMissingException deletedMeanwhile) {
                return;
            } catch (StoreAccessDeniedException e) {
                add(refused, key + ": " + e.getMessage());
            }
        });
        return new Outcome(done.size(), refused);
    }

    private static void add(List<String> list, String line) {
        synchronized (list) {
            list.add(line);
        }
    }
}
