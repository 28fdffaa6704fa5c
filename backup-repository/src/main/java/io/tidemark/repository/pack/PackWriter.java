package io.tidemark.repository.pack;

import io.tidemark.repository.chunk.ChunkId;
import io.tidemark.repository.chunk.Encoding;
import io.tidemark.repository.format.Repeatable;
import io.tidemark.repository.sealing.RecordCipher;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Fills packs with records from any number of threads and uploads full ones meanwhile, with a fixed number of
/// buffers: when all are full or on their way, [#append] waits.
///
/// The first failure stops everything: every later call throws it. [#close()] ends uploads that are under way and
/// frees the memory; packs that were uploaded stay, and nothing refers to them unless their entries were used.
public final class PackWriter implements AutoCloseable {

    /// Is told of every pack once it is stored, on an upload's thread; a failure counts as the upload's.
    public interface Listener {
        void stored(PackId pack, List<PackEntry> entries) throws IOException;
    }

    private final ObjectStore store;
    private final Sealing sealing;
    private final Listener listener;
    private final BufferPool buffers;
    private final Semaphore uploads;
    private final ExecutorService uploaders = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock filling = new ReentrantLock();
    private final Condition allFilled = filling.newCondition();
    private final ConcurrentLinkedDeque<RecordCipher> ciphers = new ConcurrentLinkedDeque<>();
    private final Map<RecordKind, OpenPack> open = new EnumMap<>(RecordKind.class);
    private final AtomicLong sentBytes = new AtomicLong();
    private final AtomicLong waitingBytes = new AtomicLong();
    private int unfilled;

    /// A writer without any pack yet.
    ///
    /// @param packSize  bytes of a full pack, at most [ObjectStore#MAX_OBJECT_BYTES]
    /// @param packsInFlight  packs that are filled or uploaded at once, at least 2: one of each kind may be open
    /// @param uploads  packs that are uploaded at once
    public PackWriter(
            ObjectStore store, Sealing sealing, int packSize, int packsInFlight, int uploads, Listener listener) {
        this.store = store;
        this.sealing = sealing;
        this.listener = listener;
        this.buffers = new BufferPool(packsInFlight, packSize);
        this.uploads = new Semaphore(uploads);
    }

    /// Puts a record into a pack of its kind. It is stored once [#finish] has returned.
    ///
    /// @param record  before it is sealed, from position to limit, which do not move; copied before this returns
    /// @return the bytes it takes
    public int append(RecordKind kind, ChunkId id, ByteBuffer record, Encoding encoding, int plainLength)
            throws IOException {
        OpenPack pack;
        PackEntry place;
        filling.lock();
        try {
            buffers.requireSound();
            pack = packFor(kind, record.remaining());
            place = pack.reserve(id, record.remaining(), encoding, plainLength);
            unfilled++;
        } finally {
            filling.unlock();
        }
        waitingBytes.addAndGet(place.storedLength());
        fill(pack, place, record);
        return place.storedLength();
    }

    private OpenPack packFor(RecordKind kind, int length) throws IOException {
        OpenPack pack = open.get(kind);
        if (pack != null && !pack.hasRoomFor(length)) {
            open.remove(kind);
            close(pack);
            pack = null;
        }
        if (pack == null) {
            pack = new OpenPack(PackId.random(), sealing, kind, buffers.borrow());
            open.put(kind, pack);
        }
        return pack;
    }

    /// Sealing takes long: it is done beside the lock, by as many threads as there are.
    private void fill(OpenPack pack, PackEntry place, ByteBuffer record) {
        boolean filled = false;
        RecordCipher cipher = takeCipher();
        try {
            pack.fill(place, record, cipher);
            filled = true;
        } catch (RuntimeException | Error e) {
            // The pack has a hole now; it is never complete, and nothing is stored any more.
            buffers.fail(e);
            throw e;
        } finally {
            ciphers.push(cipher);
            filling.lock();
            try {
                unfilled--;
                allFilled.signalAll();
                if (filled && pack.filled()) {
                    upload(pack);
                }
            } finally {
                filling.unlock();
            }
        }
    }

    private RecordCipher takeCipher() {
        RecordCipher cipher = ciphers.poll();
        return cipher == null ? sealing.recordCipher() : cipher;
    }

    private void close(OpenPack pack) {
        if (pack.close()) {
            upload(pack);
        }
    }

    /// Sends the packs that are not full yet, and waits until all are stored.
    ///
    /// @param pulse  called a few times a second all the while
    public void finish(Runnable pulse) throws IOException {
        filling.lock();
        try {
            buffers.requireSound();
            for (OpenPack pack : open.values()) {
                close(pack);
            }
            open.clear();
        } finally {
            filling.unlock();
        }
        buffers.awaitAll(pulse);
    }

    /// Bytes of packs that have left for the store so far; those that are sent again count once.
    public long sentBytes() {
        return sentBytes.get();
    }

    /// Bytes of records that wait in packs, or have not left yet with theirs.
    public long waitingBytes() {
        return waitingBytes.get();
    }

    /// Makes every later call fail.
    public void fail(Throwable cause) {
        buffers.fail(cause);
    }

    /// Does nothing unless something failed.
    ///
    /// @throws IOException what stopped this writer
    public void requireSound() throws IOException {
        buffers.requireSound();
    }

    private void upload(OpenPack pack) {
        if (Repeatable.isDemanded()) {
            store(pack);
        } else {
            uploaders.execute(() -> store(pack));
        }
    }

    private void store(OpenPack pack) {
        try {
            uploads.acquire();
            try {
                RecordCipher cipher = takeCipher();
                ByteBuffer content = pack.finish(cipher);
                ciphers.push(cipher);
                PackSent sent = new PackSent(pack.recordBytes(), content.remaining());
                store.put(pack.id().key(), content, PutMode.ANY, sent);
                sent.told(content.remaining());
            } finally {
                uploads.release();
            }
            listener.stored(pack.id(), pack.entries());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            buffers.fail(e);
        } catch (IOException | RuntimeException | Error e) {
            buffers.fail(e);
        } finally {
            buffers.giveBack(pack.buffer());
        }
    }

    /// Counts the bytes of one pack as they leave, on its upload's thread.
    private final class PackSent implements ObjectStore.Sent {

        private final long recordBytes;
        private final long packBytes;
        private long most;

        PackSent(long recordBytes, long packBytes) {
            this.recordBytes = recordBytes;
            this.packBytes = packBytes;
        }

        @Override
        public void told(long bytes) {
            long now = Math.min(bytes, packBytes);
            if (now > most) {
                sentBytes.addAndGet(now - most);
                waitingBytes.addAndGet(Math.min(most, recordBytes) - Math.min(now, recordBytes));
                most = now;
            }
        }
    }

    /// Ends what is under way; uploads that are not complete leave nothing, or a pack that nothing refers to.
    @Override
    public void close() {
        buffers.fail(new IOException("This writer is closed"));
        uploaders.shutdownNow();
        uploaders.close();
        filling.lock();
        try {
            while (unfilled > 0) {
                allFilled.awaitUninterruptibly();
            }
            buffers.close();
        } finally {
            filling.unlock();
        }
    }
}
