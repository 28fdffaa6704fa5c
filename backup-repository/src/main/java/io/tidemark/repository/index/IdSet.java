package io.tidemark.repository.index;

import io.tidemark.repository.chunk.ChunkId;

/// A set of ids in one primitive array: open addressing with linear probing, 43 to 86 bytes per id. Thread-safe.
///
/// The all-zero id, which marks a free place, is never in it: no known bytes have that SHA-256.
public final class IdSet {

    private static final int WORDS = 4;
    private static final int FIRST_CAPACITY = 1024;

    private long[] places = new long[FIRST_CAPACITY * WORDS];
    private int mask = FIRST_CAPACITY - 1;
    private int size;

    /// Puts an id in.
    ///
    /// @return whether it was not there
    public synchronized boolean add(ChunkId id) {
        if ((size + 1) * 4L > (mask + 1) * 3L) {
            grow();
        }
        int place = placeOf(id);
        if (!isFree(place)) {
            return false;
        }
        put(place, id.a(), id.b(), id.c(), id.d());
        size++;
        return true;
    }

    public synchronized boolean contains(ChunkId id) {
        return !isFree(placeOf(id));
    }

    /// Takes an id out and closes the gap, so that what was pushed behind it is still found.
    public synchronized void remove(ChunkId id) {
        int gap = placeOf(id);
        if (isFree(gap)) {
            return;
        }
        size--;
        int next = gap;
        while (true) {
            next = (next + 1) & mask;
            if (isFree(next)) {
                put(gap, 0, 0, 0, 0);
                return;
            }
            int home = home(places[next * WORDS]);
            boolean reachableWithoutGap = ((next - home) & mask) < ((next - gap) & mask);
            if (!reachableWithoutGap) {
                System.arraycopy(places, next * WORDS, places, gap * WORDS, WORDS);
                gap = next;
            }
        }
    }

    public synchronized int size() {
        return size;
    }

    /// Bytes of heap.
    public synchronized long footprint() {
        return (long) places.length * Long.BYTES;
    }

    /// Where an id is, or the free place where it belongs.
    private int placeOf(ChunkId id) {
        int place = home(id.a());
        while (!isFree(place) && !isAt(place, id)) {
            place = (place + 1) & mask;
        }
        return place;
    }

    /// By the low bits: tables are sorted by the high ones, and are read in that order.
    private int home(long leading) {
        return (int) leading & mask;
    }

    private boolean isFree(int place) {
        int at = place * WORDS;
        return (places[at] | places[at + 1] | places[at + 2] | places[at + 3]) == 0;
    }

    private boolean isAt(int place, ChunkId id) {
        int at = place * WORDS;
        return places[at] == id.a() && places[at + 1] == id.b() && places[at + 2] == id.c() && places[at + 3] == id.d();
    }

    private void put(int place, long a, long b, long c, long d) {
        int at = place * WORDS;
        places[at] = a;
        places[at + 1] = b;
        places[at + 2] = c;
        places[at + 3] = d;
    }

    private void grow() {
        long[] old = places;
        places = new long[Math.multiplyExact(old.length, 2)];
        mask = mask * 2 + 1;
        for (int at = 0; at < old.length; at += WORDS) {
            ChunkId id = new ChunkId(old[at], old[at + 1], old[at + 2], old[at + 3]);
            if ((id.a() | id.b() | id.c() | id.d()) != 0) {
                put(placeOf(id), id.a(), id.b(), id.c(), id.d());
            }
        }
    }
}
