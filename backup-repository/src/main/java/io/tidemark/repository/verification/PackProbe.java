package io.tidemark.repository.verification;

import io.tidemark.repository.chunk.ChunkDecoder;
import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.CodecPool;
import io.tidemark.repository.chunk.MismatchException;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.pack.FetchRange;
import io.tidemark.repository.pack.FetchRange.Wanted;
import io.tidemark.repository.pack.PackReader;
import io.tidemark.repository.pack.RecordLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Reads records of packs and proves them by their ids. Thread-safe.
final class PackProbe {

    private static final int MAX_RANGE = 4 << 20;

    /// What comes of it.
    interface Outcome {
        void intact(RecordLocation place) throws IOException;

        void damaged(RecordLocation place, RepositoryException cause) throws IOException;

        /// Whether to stop before the next request.
        boolean enough() throws IOException;
    }

    private final PackReader packs;
    private final CodecPool<ChunkDecoder> decoders;

    PackProbe(PackReader packs, CodecPool<ChunkDecoder> decoders) {
        this.packs = packs;
        this.decoders = decoders;
    }

    /// Reads records, few requests for many of them. A record that is not what it should be is read once more
    /// alone: what was damaged on the way only is not damage.
    ///
    /// @return whether all of them were read
    boolean read(List<Wanted<ChunkId>> records, Outcome outcome) throws IOException {
        for (FetchRange<ChunkId> range : FetchRange.coalesce(records, MAX_RANGE)) {
            if (outcome.enough()) {
                return false;
            }
            ByteBuffer bytes = fetch(range);
            for (Wanted<ChunkId> each : range.records()) {
                check(each, range, bytes, outcome);
            }
        }
        return true;
    }

    /// The range's bytes, or fewer when it cannot be read as a whole.
    private ByteBuffer fetch(FetchRange<ChunkId> range) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(range.length());
        try {
            packs.read(range.pack(), range.offset(), bytes);
            return bytes.flip();
        } catch (RepositoryException e) {
            return ByteBuffer.allocate(0);
        }
    }

    private void check(Wanted<ChunkId> wanted, FetchRange<ChunkId> range, ByteBuffer bytes, Outcome outcome)
            throws IOException {
        RecordLocation place = wanted.location();
        if (bytes.hasRemaining() && isIntact(wanted, bytes.slice(place.offset() - range.offset(), place.length()))) {
            outcome.intact(place);
            return;
        }
        try {
            ByteBuffer alone = ByteBuffer.allocate(place.length());
            packs.read(place.pack(), place.offset(), alone);
            prove(wanted, alone.flip());
            outcome.intact(place);
        } catch (RepositoryException e) {
            outcome.damaged(place, e);
        }
    }

    private boolean isIntact(Wanted<ChunkId> wanted, ByteBuffer record) {
        try {
            prove(wanted, record);
            return true;
        } catch (ObjectCorruptException e) {
            return false;
        }
    }

    private void prove(Wanted<ChunkId> wanted, ByteBuffer stored) throws ObjectCorruptException {
        decoders.with(decoder -> prove(decoder, wanted, stored));
    }

    private static boolean prove(ChunkDecoder decoder, Wanted<ChunkId> wanted, ByteBuffer stored)
            throws ObjectCorruptException {
        RecordLocation place = wanted.location();
        ByteBuffer record = place.open(decoder.cipher(), wanted.purpose(), stored);
        try {
            decoder.decode(wanted.purpose(), record, place.encoding());
            return true;
        } catch (MismatchException e) {
            throw new ObjectCorruptException(place.pack().key(), place.offset(), e.expected(), e.found(), e);
        }
    }
}
