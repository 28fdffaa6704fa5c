package io.tidemark.repository.store;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/// Named, immutable runs of bytes: all that a repository asks of the outside world.
///
/// Every implementation keeps the following contract, which `ObjectStoreContract` (in the tests) checks for each of
/// them.
///
/// - **Keys** are relative and portable: names of `A-Z a-z 0-9 . _ -` that do not start with a dot, separated by
///   single slashes, at most 512 characters in all. Any other key is a programming error:
///   [IllegalArgumentException], and the store is not asked. Objects with other names that someone else put at the
///   location are never listed.
/// - **Atomic**: an object is there with all of its bytes or not at all, also after a crash or a lost connection.
/// - **Durable**: when [#put] has returned, the object survives a crash of this machine (for a directory: it is
///   synced).
/// - **Consistent**: what a call has stored or deleted is seen by every call that starts after it returned, [#list]
///   included, from whatever process.
/// - **Bounded**: no object is larger than [#MAX_OBJECT_BYTES]; [#put] refuses more with [ObjectTooLargeException],
///   and [#get(String)] never allocates more.
/// - **Failures** are [StoreException]s. When a call failed with one that is
///   [retryable][StoreException#retryable()], its effect may or may not have taken place. All of them name the
///   location and the key.
/// - **Threads**: every method may be called from any number of threads at once. An interrupted thread gets a
///   [StoreInterruptedException] and finds its interrupt flag set.
///
/// Who opens a store closes it; decorators close what they wrap. After that, calls fail.
public interface ObjectStore extends AutoCloseable {

    /// The largest object that can be stored: 64 MiB, so that one object is one request and fits in memory.
    int MAX_OBJECT_BYTES = 64 << 20;

    /// Where the objects are, for messages, as the user would write it: `s3://bucket/prefix`, `file:/directory`.
    String location();

    /// Stores the bytes from the content's position to its limit under a key.
    ///
    /// The buffer, heap or direct, is read but not kept, and its position and limit are not moved; the caller must
    /// not change its bytes until this returns.
    ///
    /// With [PutMode#CREATE] an existing object is left alone and exactly one of several racing writers wins, with
    /// one exception: an S3 server without conditional writes (it answers 501 to `If-None-Match`) is asked for the
    /// key first, so that two writers racing within milliseconds may both succeed, the later one's bytes remaining.
    /// Give objects names that no two writers choose (a random or content-derived id) wherever that would matter.
    /// When a reply was lost and the call is retried, an existing object with the very same bytes counts as this
    /// call's own: content that decides who owns something must name its writer.
    ///
    /// @throws ObjectExistsException in mode [PutMode#CREATE], if the key is taken; the object there is unchanged
    /// @throws ObjectTooLargeException if the content is larger than [#MAX_OBJECT_BYTES]
    /// @throws StoreFullException if the store has no room; nothing is stored
    void put(String key, ByteBuffer content, PutMode mode) throws StoreException;

    /// The same, telling as it goes how much of the content has left.
    ///
    /// A store that cannot tell before the end tells it then.
    default void put(String key, ByteBuffer content, PutMode mode, Sent sent) throws StoreException {
        put(key, content, mode);
        sent.told(content.remaining());
    }

    /// Is told how far a [put][ObjectStore#put(String, ByteBuffer, PutMode, Sent)] has come, on its thread.
    interface Sent {

        /// So much has left. Another attempt begins anew.
        ///
        /// @param bytes  of the content that this attempt has sent so far
        void told(long bytes);
    }

    /// Whether the store itself sees to it that one of several racing writers wins with [PutMode#CREATE], as far as is
    /// known: that a server cannot shows at the first such call.
    default boolean createsAtomically() {
        return true;
    }

    /// Reads a whole object into a new heap buffer, which is the caller's: position 0, limit the object's size, big
    /// endian.
    ///
    /// @throws ObjectMissingException if there is no such object
    /// @throws ObjectTooLargeException if it is larger than [#MAX_OBJECT_BYTES]
    ByteBuffer get(String key) throws StoreException;

    /// Reads a part of an object: fills `destination` from its position to its limit with the bytes from `offset`
    /// on.
    ///
    /// The destination, heap or direct, has its position at its limit afterwards. If this fails, its position is
    /// unmoved and the bytes after it are undefined. An empty destination reads nothing, and does not ask the
    /// store.
    ///
    /// @param offset  in bytes from the object's start, not negative
    /// @throws ObjectMissingException if there is no such object
    /// @throws ObjectTooShortException if the object ends before the destination is full
    void get(String key, long offset, ByteBuffer destination) throws StoreException;

    /// Size and date of an object, or nothing if there is no such object.
    Optional<StoredObject> head(String key) throws StoreException;

    /// Tells each object whose key starts with a prefix, in ascending order of keys (by their characters' codes).
    ///
    /// Memory does not grow with the number of objects, except in [DirectoryObjectStore], where it grows with the
    /// largest single directory. Objects stored or deleted by others meanwhile may or may not be told. An exception
    /// of the consumer ends the listing and reaches the caller; objects told before a failure have been told, so a
    /// caller that retries starts from scratch.
    ///
    /// @param prefix  the beginning of a key, cut anywhere: `""`, `"packs/"`, `"packs/3f"`
    void list(String prefix, Consumer<StoredObject> each) throws StoreException;

    /// Deletes an object; if there is none, that is what was wanted.
    ///
    /// @throws StoreLockedException if it is locked; see [ObjectLocks]
    void delete(String key) throws StoreException;

    /// What the store can do against deletion; nothing if it cannot lock anything, whatever the server.
    default Optional<ObjectLocks> locks() {
        return Optional.empty();
    }

    /// Frees connections and threads. Never fails, and may be called twice.
    @Override
    void close();
}
