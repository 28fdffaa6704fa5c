package io.tidemark.repository.store;

/// What [ObjectStore#put] does when the key is taken.
public enum PutMode {
    /// Refuse: of several racing writers exactly one wins.
    CREATE,
    /// Replace what is there. For the few objects that are not named uniquely, and for repair.
    ANY
}
