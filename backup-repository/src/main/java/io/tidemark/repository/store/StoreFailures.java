package io.tidemark.repository.store;

import org.jspecify.annotations.Nullable;

/// The failures that mean the same in every store, worded once.
final class StoreFailures {

    private StoreFailures() {}

    static ObjectMissingException missing(ObjectStore store, String key, @Nullable Throwable cause) {
        return new ObjectMissingException("No object " + key + " in " + store.location(), cause);
    }

    static ObjectExistsException exists(ObjectStore store, String key, @Nullable Throwable cause) {
        return new ObjectExistsException(
                "Object " + key + " exists already in " + store.location() + " and is left as it is", cause);
    }

    static ObjectTooLargeException tooLargeToStore(ObjectStore store, String key, long size) {
        return new ObjectTooLargeException(
                "Object " + key + " has " + size + " bytes; " + store.location() + " takes at most "
                        + ObjectStore.MAX_OBJECT_BYTES,
                null);
    }

    static ObjectTooLargeException tooLargeToRead(ObjectStore store, String key, long size) {
        return new ObjectTooLargeException(
                "Object " + key + " in " + store.location() + " has " + size + " bytes, expected at most "
                        + ObjectStore.MAX_OBJECT_BYTES + ". It was not written by Tidemark, or it was changed since",
                null);
    }

    static ObjectTooShortException tooShort(ObjectStore store, String key, long size, long offset, long length) {
        return new ObjectTooShortException(
                "Object " + key + " in " + store.location() + " ends at byte " + size + ", expected " + length
                        + " bytes from " + offset + " on. It was cut off or changed since it was written",
                null);
    }
}
