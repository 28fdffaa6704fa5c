package io.tidemark.qcow2;

import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.MemoryImageSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// An image in memory that notes every write and flush, to make the images that a crash at any moment could
/// leave.
final class RecordedSource implements ImageSource {
    private static final int SECTOR = 512;

    private final MemoryImageSource before;
    private final MemoryImageSource now;
    /// Writes between two flushes, in order.
    private final List<List<Write>> epochs = new ArrayList<>();

    private record Write(long position, ByteBuffer content) {}

    RecordedSource(MemoryImageSource before) {
        this.before = before.copy();
        this.now = before.copy();
        epochs.add(new ArrayList<>());
    }

    /// Where each write began, in order.
    List<Long> writePositions() {
        return epochs.stream().flatMap(List::stream).map(Write::position).toList();
    }

    /// What the image holds after all writes.
    MemoryImageSource after() {
        return now.copy();
    }

    /// The images that a crash after each write leaves when writes reach the disk in order.
    List<MemoryImageSource> prefixes() {
        List<MemoryImageSource> images = new ArrayList<>();
        MemoryImageSource image = before.copy();
        images.add(image.copy());
        for (List<Write> epoch : epochs) {
            for (Write write : epoch) {
                image.write(write.content().duplicate(), write.position());
                images.add(image.copy());
            }
        }
        return images;
    }

    /// Images that a crash in each epoch leaves when its writes reach the disk in any order, in part, torn at
    /// sectors.
    List<MemoryImageSource> torn(int perEpoch, RandomGenerator random) {
        List<MemoryImageSource> images = new ArrayList<>();
        MemoryImageSource durable = before.copy();
        for (List<Write> epoch : epochs) {
            for (int i = 0; i < perEpoch && !epoch.isEmpty(); i++) {
                MemoryImageSource image = durable.copy();
                double share = random.nextDouble();
                epoch.forEach(write -> writeSectors(image, write, share, random));
                images.add(image);
            }
            epoch.forEach(write -> durable.write(write.content().duplicate(), write.position()));
        }
        return images;
    }

    /// How many images [#prefixes] and [#torn] make.
    int states(int perEpoch) {
        return 1
                + epochs.stream()
                        .filter(epoch -> !epoch.isEmpty())
                        .mapToInt(epoch -> epoch.size() + perEpoch)
                        .sum();
    }

    private static void writeSectors(MemoryImageSource image, Write write, double share, RandomGenerator random) {
        long at = write.position();
        long end = at + write.content().remaining();
        while (at < end) {
            long sectorEnd = Math.min(end, (at / SECTOR + 1) * SECTOR);
            if (random.nextDouble() < share) {
                int start = (int) (at - write.position());
                image.write(write.content().slice(start, (int) (sectorEnd - at)), at);
            }
            at = sectorEnd;
        }
    }

    @Override
    public String name() {
        return before.name();
    }

    @Override
    public long size() {
        return now.size();
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public int read(ByteBuffer dst, long position) {
        return now.read(dst, position);
    }

    @Override
    public void write(ByteBuffer src, long position) {
        ByteBuffer content = ByteBuffer.allocate(src.remaining()).put(src).flip();
        epochs.getLast().add(new Write(position, content));
        now.write(content.duplicate(), position);
    }

    @Override
    public void discard(long position, long length) {
        write(ByteBuffer.allocate((int) Math.min(length, now.size() - position)), position);
    }

    @Override
    public void truncate(long size) {
        throw new IllegalStateException("changes of bitmaps do not truncate");
    }

    @Override
    public void flush() {
        epochs.add(new ArrayList<>());
    }

    @Override
    public void close() {
        // Memory.
    }
}
