package io.tidemark.qcow2.check;

/// What a piece of the file is used for.
enum Use {
    HEADER("header", Sharing.NONE),
    REFCOUNT_TABLE("refcount table", Sharing.NONE),
    REFCOUNT_BLOCK("refcount block", Sharing.NONE),
    L1_TABLE("L1 table", Sharing.NONE),
    SNAPSHOT_TABLE("snapshot table", Sharing.NONE),
    BITMAP("bitmap", Sharing.NONE),
    L2_TABLE("L2 table", Sharing.WITH_L2_TABLES),
    DATA("data cluster", Sharing.WITH_DATA),
    COMPRESSED("compressed cluster", Sharing.WITH_DATA);

    /// With what else a cluster may be shared, by images with snapshots or compressed clusters.
    enum Sharing {
        NONE,
        WITH_L2_TABLES,
        WITH_DATA
    }

    private final String words;
    private final Sharing sharing;

    Use(String words, Sharing sharing) {
        this.words = words;
        this.sharing = sharing;
    }

    Sharing sharing() {
        return sharing;
    }

    @Override
    public String toString() {
        return words;
    }
}
