package io.tidemark.engine;

import io.tidemark.engine.mark.DiskFacts;
import io.tidemark.engine.mark.Layer;
import io.tidemark.engine.mark.MarkFacts;
import io.tidemark.engine.mark.MarksState;
import io.tidemark.engine.source.DiskSource;
import io.tidemark.engine.source.NewMark;
import io.tidemark.engine.source.Ranges;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.failure.ImageBusyException;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.repository.point.BackingIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An image in memory that keeps marks as QEMU does: guest writes set bits in every recording mark, growing sets
/// none, a crash leaves all marks inconsistent.
///
/// Test double for the outside world's image, not for any class of the engine; `Qcow2DiskSource` is held to the
/// same by the tests with QEMU.
public final class ModelDisk {
    /// The process that was backing up died: whatever comes after in that process has no effect.
    public static final class ProcessDeath extends Error {
        private static final long serialVersionUID = 1;

        ProcessDeath() {
            super("the process died here");
        }
    }

    private static final int CLUSTER = 4_096;

    private static final class Mark {
        final long granularity;
        final BitSet bits = new BitSet();
        boolean recording = true;
        boolean inconsistent;

        Mark(long granularity) {
            this.granularity = granularity;
        }

        void set(long start, long length) {
            bits.set((int) (start / granularity), (int) Math.ceilDiv(start + length, granularity));
        }
    }

    private final String name;
    private final Map<String, Mark> marks = new TreeMap<>();
    private final BitSet allocated = new BitSet();
    private byte[] content;
    private int size;
    private MarksState state = MarksState.VALID;
    private boolean guestRuns;
    private boolean startsDuringBackup;
    private boolean refusesNewMarks;
    private boolean readOnly;
    private int callsUntilDeath = Integer.MAX_VALUE;
    private boolean died;

    public ModelDisk(String name, int size) {
        this.name = name;
        this.content = new byte[Math.ceilDiv(size, CLUSTER) * CLUSTER];
        this.size = size;
    }

    public byte[] content() {
        return Arrays.copyOf(content, size);
    }

    public int size() {
        return size;
    }

    public List<String> markNames() {
        return List.copyOf(marks.keySet());
    }

    public void guestWrites(int offset, byte[] bytes) {
        corruptSilently(offset, bytes);
        record(offset, bytes.length);
    }

    public void guestDiscards(int offset, int length) {
        Arrays.fill(content, offset, offset + length, (byte) 0);
        allocated.clear(
                Math.ceilDiv(offset, CLUSTER), Math.max(Math.ceilDiv(offset, CLUSTER), (offset + length) / CLUSTER));
        record(offset, length);
    }

    /// What `qemu-img resize` does: bits beyond the end are lost, new ones are clear.
    public void resize(int size) {
        int clusters = Math.ceilDiv(size, CLUSTER);
        // The cluster that is cut keeps all its bytes, and shows them again when the disk grows.
        content =
                Arrays.copyOf(Arrays.copyOf(content, Math.min(content.length, clusters * CLUSTER)), clusters * CLUSTER);
        this.size = size;
        allocated.clear(clusters, Integer.MAX_VALUE);
        marks.values().forEach(mark -> mark.bits.clear((int) Math.ceilDiv(size, mark.granularity), Integer.MAX_VALUE));
    }

    /// The guest writes, and then QEMU or its host dies with the image open: the bits never reach the image.
    public void guestWritesAndCrashes(int offset, byte[] bytes) {
        corruptSilently(offset, bytes);
        marks.values().forEach(mark -> mark.inconsistent = true);
    }

    /// A program that keeps no bitmaps wrote to the image.
    public void strangerWrites(int offset, byte[] bytes) {
        corruptSilently(offset, bytes);
        state = MarksState.INVALIDATED;
    }

    /// A write that no mark records, and nothing tells: against the rules, but the world is what it is.
    public void corruptSilently(int offset, byte[] bytes) {
        System.arraycopy(bytes, 0, content, offset, bytes.length);
        allocated.set(offset / CLUSTER, Math.ceilDiv(offset + bytes.length, CLUSTER));
    }

    public void addForeignMark(String foreign) {
        marks.put(foreign, new Mark(CLUSTER));
    }

    public void stopRecording(String mark) {
        Objects.requireNonNull(marks.get(mark)).recording = false;
    }

    public void readOnly() {
        readOnly = true;
    }

    public void guestRuns(boolean runs) {
        guestRuns = runs;
    }

    /// The image has no room for another mark.
    public void refuseNewMarks() {
        refusesNewMarks = true;
    }

    /// From the next opening on, the write lock cannot be had again once it was given up.
    public void guestStartsDuringBackup() {
        startsDuringBackup = true;
    }

    /// The process dies at so many calls from now; 0 is the next one.
    public synchronized void dieAfter(int calls) {
        callsUntilDeath = calls;
    }

    /// A new process comes to look after the image; locks of the dead one are gone.
    public synchronized void comesBack() {
        callsUntilDeath = Integer.MAX_VALUE;
        died = false;
        startsDuringBackup = false;
    }

    /// Whether the process has died since the last [#comesBack()].
    public synchronized boolean died() {
        return died;
    }

    private synchronized void live() {
        if (died || callsUntilDeath-- <= 0) {
            died = true;
            throw new ProcessDeath();
        }
    }

    public DiskSource open() throws IOException {
        if (guestRuns) {
            throw new ImageBusyException(name, "a guest runs on it", "Stop it.");
        }
        return new Opened();
    }

    private void record(int offset, int length) {
        marks.values().stream().filter(mark -> mark.recording).forEach(mark -> mark.set(offset, length));
    }

    private final class Opened implements DiskSource {
        private boolean writeLock = true;

        @Override
        public String location() {
            return name;
        }

        @Override
        public String format() {
            return "model";
        }

        @Override
        public long virtualSize() {
            return size;
        }

        @Override
        public DiskFacts facts() {
            live();
            List<MarkFacts> facts = new ArrayList<>();
            marks.forEach((markName, mark) ->
                    facts.add(new MarkFacts(markName, 0, mark.granularity, mark.recording, mark.inconsistent, null)));
            return new DiskFacts(
                    size, List.of(new Layer(new BackingIdentity(name, format(), 0, Instant.EPOCH), state)), facts);
        }

        @Override
        public Optional<String> unmarkable() {
            return readOnly ? Optional.of("the file is read-only") : Optional.empty();
        }

        @Override
        public void changeMarks(@Nullable NewMark add, List<String> drop) throws IOException {
            live();
            if (refusesNewMarks && add != null) {
                throw new BitmapException(BitmapException.Problem.LIMIT, name, "there is no room for another bitmap");
            }
            if (state == MarksState.INVALIDATED) {
                marks.clear();
                state = MarksState.VALID;
            }
            if (!writeLock) {
                throw new IllegalStateException("Marks of " + name + " changed without the write lock");
            }
            drop.forEach(marks::remove);
            if (add != null) {
                marks.put(add.name(), new Mark(add.granularity()));
            }
        }

        @Override
        public void lockForReading() {
            live();
            writeLock = false;
        }

        @Override
        public void lockForWriting() throws IOException {
            live();
            if (!writeLock && startsDuringBackup) {
                throw new ImageBusyException(name, "a guest was started on it", "Stop it.");
            }
            writeLock = true;
        }

        @Override
        public Ranges written(MarkFacts mark) {
            live();
            Mark held = Objects.requireNonNull(marks.get(mark.name()));
            return Ranges.of(ranges(held.bits, (int) held.granularity));
        }

        @Override
        public Ranges data(long offset, long length) {
            live();
            BitSet window = allocated.get(0, Math.ceilDiv(size, CLUSTER));
            List<ByteRange> clipped = new ArrayList<>();
            for (ByteRange range : ranges(window, CLUSTER)) {
                long start = Math.max(offset, range.start());
                long end = Math.min(offset + length, range.end());
                if (start < end) {
                    clipped.add(new ByteRange(start, end - start));
                }
            }
            return Ranges.of(clipped);
        }

        @Override
        public synchronized void read(long offset, ByteBuffer target) {
            live();
            target.put(content, (int) offset, target.remaining());
        }

        @Override
        public void close() {}

        private List<ByteRange> ranges(BitSet bits, int unit) {
            List<ByteRange> ranges = new ArrayList<>();
            for (int start = bits.nextSetBit(0); start >= 0; ) {
                int end = bits.nextClearBit(start);
                long from = (long) start * unit;
                long to = Math.min(size, (long) end * unit);
                if (from < to) {
                    ranges.add(new ByteRange(from, to - from));
                }
                start = bits.nextSetBit(end);
            }
            return ranges;
        }
    }
}
