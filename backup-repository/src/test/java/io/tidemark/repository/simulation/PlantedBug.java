package io.tidemark.repository.simulation;

/// A rule of `docs/repository-safety.md` that is broken on purpose, so that the simulation shows that it
/// would notice.
enum PlantedBug {
    NONE,
    /// A collector raises no fence.
    NO_FENCE,
    /// A collector lists the points before it raises its fence.
    POINTS_LISTED_BEFORE_THE_FENCE,
    /// A collector raises its fence only when it has looked at everything.
    FENCE_AFTER_MARKING,
    /// A collector deletes without a verdict.
    NO_VERDICT,
    /// A collector stores its verdict after it has deleted.
    VERDICT_AFTER_DELETING,
    /// Nothing is condemned, fenced or judged: what looks dead is deleted at once.
    ONE_PHASE,
    /// A collector does not look whether another one has overtaken it.
    RIVAL_IGNORED,
    /// Old index segments are deleted before what replaces them is stored.
    SEGMENTS_DELETED_FIRST,
    /// Writers know nothing of collections.
    WRITERS_LOOK_AT_NOTHING,
    /// Writers see fences and carry their epochs, but use what is at stake.
    AT_STAKE_IGNORED,
    /// Writers do not look at collections once more after their manifest.
    NO_LOOK_AFTER_THE_MANIFEST,
    /// Writers believe the index without asking whether a pack exists.
    PACKS_ASSUMED_THERE,
    /// Writers store the index after the manifest.
    MANIFEST_BEFORE_INDEX,
    /// Writers take their base for safe, whatever has become of it since they began.
    BASE_ASSUMED_SAFE,
    /// Who deletes points is shown no pins.
    PINS_NOT_SHOWN,
    /// Retention deletes what it should keep, and keeps the rest.
    NEWEST_NOT_KEPT,
    /// Retention deletes good points because of newer ones that may turn out not to exist.
    UNSETTLED_POINTS_COUNTED,
    /// A verification writes down that another copy is damaged than the one that is.
    ANOTHER_COPY_CALLED_DAMAGED,
    /// A verification is not shown all packs.
    PACKS_NOT_ALL_LISTED,
    /// What a verification wants to write down gets lost.
    DAMAGE_NOT_WRITTEN_DOWN,
    /// Writers know nothing of the damage that verifications have written down.
    DAMAGE_NOT_HEEDED,
    /// Collections do not extend the locks of what is needed.
    LOCKS_OF_PACKS_NOT_EXTENDED,
    /// Retention does not extend the locks of the points that it keeps.
    LOCKS_OF_POINTS_NOT_EXTENDED,
    /// The store breaks its promise: listings may be out of date.
    STALE_LISTS;

    /// Whether it shows only where chunks are damaged.
    boolean isOfDamage() {
        return this == ANOTHER_COPY_CALLED_DAMAGED || this == DAMAGE_NOT_WRITTEN_DOWN || this == DAMAGE_NOT_HEEDED;
    }

    /// Whether it shows only where objects are locked.
    boolean isOfLocks() {
        return this == LOCKS_OF_PACKS_NOT_EXTENDED || this == LOCKS_OF_POINTS_NOT_EXTENDED;
    }
}
