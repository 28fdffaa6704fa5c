package io.tidemark.repository.store;

import java.util.ArrayList;
import java.util.List;

/// What a store can do beyond what every repository needs, found out by [StoreProbe].
///
/// @param conditionalWrites  whether the store itself refuses to replace an object with [PutMode#CREATE]
/// @param deletion  whether objects may be deleted, now and with these credentials
/// @param locks  whether objects can be locked until a date, so that nobody deletes them before
public record StoreTraits(boolean conditionalWrites, boolean deletion, boolean locks) {

    /// What a repository there has to do without, a sentence each; empty when it has everything.
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (!conditionalWrites) {
            missing.add("the store has no conditional writes: two `repository init` at the same moment could replace"
                    + " each other's; backups, collections and restores do not need them");
        }
        if (!deletion) {
            missing.add("the store refuses to delete: points are kept and collection frees no room until it allows it");
        }
        return missing;
    }
}
