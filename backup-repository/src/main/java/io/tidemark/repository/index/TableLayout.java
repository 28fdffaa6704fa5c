package io.tidemark.repository.index;

/// Where things lie in an index table ("Index table" in `docs/repository-format.md`): a head, the entries ascending
/// by id, the packs they name, and the fan-out.
///
/// @param entries  how many
/// @param packs  how many
/// @param fanoutBits  the fan-out has an entry for each value of this many leading bits of an id
record TableLayout(long entries, int packs, int fanoutBits) {

    static final int HEAD_LENGTH = 16;
    static final int ENTRY_LENGTH = 44;
    static final int PACK_LENGTH = 16;
    static final int FANOUT_LENGTH = 4;
    static final int MAX_FANOUT_BITS = 24;

    /// So that the fan-out's numbers are not negative.
    static final long MAX_ENTRIES = Integer.MAX_VALUE;

    /// Entries that share a slot of the fan-out, at most, on average: few enough for two cache lines' worth of
    /// probes.
    private static final int ENTRIES_PER_SLOT = 32;

    static TableLayout of(long entries, int packs) {
        int bits = 0;
        while (bits < MAX_FANOUT_BITS && entries >>> bits > ENTRIES_PER_SLOT) {
            bits++;
        }
        return new TableLayout(entries, packs, bits);
    }

    long entryAt(long index) {
        return HEAD_LENGTH + index * ENTRY_LENGTH;
    }

    long packAt(long index) {
        return entryAt(entries) + index * PACK_LENGTH;
    }

    long fanoutAt(long slot) {
        return packAt(packs) + slot * FANOUT_LENGTH;
    }

    long length() {
        return fanoutAt(1L << fanoutBits);
    }

    /// The slot of an id, by its first eight bytes.
    int slot(long leading) {
        return fanoutBits == 0 ? 0 : (int) (leading >>> (Long.SIZE - fanoutBits));
    }
}
