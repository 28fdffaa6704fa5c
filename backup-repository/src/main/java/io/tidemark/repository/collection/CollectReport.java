package io.tidemark.repository.collection;

import java.util.List;

/// What a collection has done, or would do.
///
/// @param points  that exist
/// @param packs  in the store before
/// @param packBytes  what they took
/// @param deleted  packs that were condemned earlier and that no point needs
/// @param spared  packs that were condemned earlier and that a point needs after all
/// @param waiting  packs that were condemned too short a time ago
/// @param condemned  packs that the next collection may delete, those included that were rewritten
/// @param rewritten  packs of which little is needed; the bytes are those that were copied out of them
/// @param voids  manifests that were deleted because a verdict does not admit them
/// @param segments  index segments that were replaced
/// @param refused  what the store would not delete or lock, and why; tried again by the next collection. In a
///     plan, what is locked
/// @param extended  locks of what is needed that were extended
/// @param superseded  whether another collection began meanwhile, so that this one left all deleting to it
/// @param storeFull  whether the store was so full that nothing could be copied or tidied up
/// @param cost  of a run over what its plan has cost by now: known in a plan alone
public record CollectReport(
        long points,
        long packs,
        long packBytes,
        Amount deleted,
        Amount spared,
        Amount waiting,
        Amount condemned,
        Amount rewritten,
        long voids,
        long segments,
        List<String> refused,
        long extended,
        boolean superseded,
        boolean storeFull,
        Cost cost) {

    public CollectReport {
        refused = List.copyOf(refused);
    }

    /// Some packs.
    ///
    /// @param bytes  what they take in the store
    public record Amount(long packs, long bytes) {
        static final Amount NONE = new Amount(0, 0);

        Amount plus(long more) {
            return new Amount(packs + 1, bytes + more);
        }
    }

    /// Requests and bytes, as they are expected; fewer than none where the plan has filled the local cache.
    public record Cost(long puts, long gets, long lists, long deletes, long bytesUp, long bytesDown) {
        static final Cost NONE = new Cost(0, 0, 0, 0, 0, 0);

        Cost plus(Cost other) {
            return new Cost(
                    puts + other.puts,
                    gets + other.gets,
                    lists + other.lists,
                    deletes + other.deletes,
                    bytesUp + other.bytesUp,
                    bytesDown + other.bytesDown);
        }

        /// All requests.
        public long requests() {
            return puts + gets + lists + deletes;
        }
    }
}
