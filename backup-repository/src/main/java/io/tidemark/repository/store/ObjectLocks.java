package io.tidemark.repository.store;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a store can do so that objects are not deleted before a date, by whomever: S3 Object Lock.
///
/// A store whose objects are locked keeps versions, and a plain DELETE hides an object there and frees nothing. So
/// once a rule is in force, [ObjectStore#delete] deletes every version of its object by name, and fails with
/// [StoreLockedException] where one of them is locked.
public interface ObjectLocks {

    /// Whether objects can be locked here, as the server says: a bucket must have been made for it.
    boolean areOffered() throws StoreException;

    /// Puts a rule in force for everything that is stored from now on.
    void enforce(LockRule rule);

    /// The rule in force, or null.
    @Nullable
    LockRule rule();

    /// Until when an object is locked, or nothing if it is not, or is not there.
    Optional<Instant> lockedUntil(String key) throws StoreException;

    /// Locks an object until a date that is not before the one it is locked until.
    ///
    /// @throws ObjectMissingException if there is no such object
    /// @throws StoreAccessDeniedException if the server refuses to, as when the date is before the present one
    void extend(String key, Instant until) throws StoreException;
}
