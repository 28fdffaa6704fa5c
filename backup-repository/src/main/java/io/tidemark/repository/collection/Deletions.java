package io.tidemark.repository.collection;

import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreAccessDeniedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Deletes objects. A store that refuses to, because of a lock on the object or for want of a right, is told of and
/// asked again by the next collection. Thread-safe.
final class Deletions {

    private static final int MAX_REFUSED = 1000;

    private final ObjectStore store;
    private final List<String> refused = new ArrayList<>();

    Deletions(ObjectStore store) {
        this.store = store;
    }

    /// Deletes an object, and says whether it is gone.
    boolean delete(String key) throws IOException {
        try {
            store.delete(key);
            return true;
        } catch (StoreAccessDeniedException e) {
            synchronized (refused) {
                if (refused.size() < MAX_REFUSED) {
                    refused.add(key + ": " + e.getMessage());
                }
            }
            return false;
        }
    }

    /// What is still there, and why: the first thousand.
    List<String> refused() {
        synchronized (refused) {
            return List.copyOf(refused);
        }
    }
}
