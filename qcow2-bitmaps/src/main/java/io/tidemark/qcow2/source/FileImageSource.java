package io.tidemark.qcow2.source;

import io.tidemark.qcow2.failure.NoSpaceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/// An image file or block device, held under the locks that QEMU respects for as long as the source is open.
///
/// One process has one channel per file: opening a file for reading that is read here already shares it, any
/// other combination is refused as busy. Never open the file in another way while a source is open on it (not
/// even to copy it): closing that other descriptor would silently drop the locks. Threads must not be
/// interrupted while they read or write: Java closes the channel of an interrupted thread. A thread that is
/// interrupted before gets an `InterruptedIOException` and leaves the channel alone.
public final class FileImageSource implements ImageSource {
    private final Path path;
    private final OpenFile file;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FileImageSource(Path path, OpenFile file) {
        this.path = path;
        this.file = file;
    }

    /// Opens an existing file and takes the locks of the access.
    ///
    /// @throws io.tidemark.qcow2.failure.ImageBusyException  when another process, or another part of this
    ///     one, has the file open in a way that excludes the access
    public static FileImageSource open(Path path, Access access) throws IOException {
        return new FileImageSource(path, OpenFile.acquire(path, access));
    }

    /// Makes a new, empty file and holds it for writing; fails when something of that name exists.
    public static FileImageSource create(Path path) throws IOException {
        return new FileImageSource(path, OpenFile.create(path));
    }

    /// The path it was opened under.
    public Path path() {
        return path;
    }

    /// Whether a path leads to the very file this source has open.
    public boolean isAt(Path other) throws IOException {
        return file.isAt(other);
    }

    /// Goes over to the locks of another access. There is no moment in between in which a writer could come
    /// in; when the locks cannot be had, the ones held stay.
    public void relock(Access access) throws IOException {
        file.relock(access);
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public long size() throws IOException {
        return channel().size();
    }

    @Override
    public boolean writable() {
        return file.writable();
    }

    @Override
    public int read(ByteBuffer dst, long position) throws IOException {
        return channel().read(dst, position);
    }

    @Override
    public void write(ByteBuffer src, long position) throws IOException {
        requireWritable();
        long at = position;
        try {
            while (src.hasRemaining()) {
                at += channel().write(src, at);
            }
        } catch (IOException e) {
            throw noSpace(e) ? new NoSpaceException(name(), at, src.remaining(), e) : e;
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        requireWritable();
        FileChannel channel = channel();
        if (size < channel.size()) {
            channel.truncate(size);
        } else if (size > channel.size()) {
            write(ByteBuffer.allocate(1), size - 1);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            channel().force(false);
        } catch (IOException e) {
            throw noSpace(e) ? new NoSpaceException(name(), size(), 0, e) : e;
        }
    }

    @Override
    public void discard(long position, long length) throws IOException {
        requireWritable();
        file.punch(position, length);
    }

    @Override
    public long nextData(long position) throws IOException {
        requireOpen();
        return file.nextData(position);
    }

    @Override
    public long nextHole(long position) throws IOException {
        requireOpen();
        return file.nextHole(position);
    }

    @Override
    public long allocatedBytes() throws IOException {
        requireOpen();
        return file.allocatedBytes();
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            file.release();
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed.get()) {
            throw new ClosedChannelException();
        }
    }

    private FileChannel channel() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException(path + ": interrupted before reading or writing");
        }
        return file.channel();
    }

    private void requireWritable() throws AccessDeniedException {
        if (!file.writable()) {
            throw new AccessDeniedException(name(), null, "opened for reading, writing needs the write lock");
        }
    }

    /// The operating system's text is the only sign Java passes on.
    private static boolean noSpace(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota exceeded") || text.contains("file too large");
    }
}
