package io.tidemark.repository.store;

import java.time.Instant;

/// What a store says about an object without reading it.
///
/// @param key  the object's key, without the location's prefix
/// @param size  its length in bytes
/// @param lastModified  when it was stored, by the store's own clock; for people and reports, never for a
///     decision about safety
public record StoredObject(String key, long size, Instant lastModified) {

    public StoredObject {
        ObjectKeys.requireKey(key);
        if (size < 0) {
            throw new IllegalArgumentException("Object " + key + " has a negative size: " + size);
        }
    }
}
