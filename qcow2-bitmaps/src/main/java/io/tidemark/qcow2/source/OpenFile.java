package io.tidemark.qcow2.source;

import io.tidemark.qcow2.failure.ImageBusyException;
import io.tidemark.qcow2.failure.ImageChangedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The one channel this process has on an image file, with its locks, shared by all who read the file here.
///
/// Locks belong to the process and closing any descriptor of the file drops them all, so there must never be
/// a second channel on it: [#acquire] hands out the open one, [#release] closes it when the last holder is
/// gone.
final class OpenFile {
    private static final int ATTEMPTS = 3;
    private static final Map<FileKey, OpenFile> OPEN = new HashMap<>();

    private final FileKey key;
    private final Path path;
    private final FileChannel channel;
    private final boolean writableFile;
    private final QemuLocks locks;
    /// Descriptors that lead to this file besides the channel: to be closed last.
    private final List<Closeable> strays = new ArrayList<>();

    private volatile Access access;
    private int holders = 1;
    private volatile @Nullable NativeFile nativeFile;

    private OpenFile(FileKey key, Path path, FileChannel channel, boolean writableFile, Access access) {
        this.key = key;
        this.path = path;
        this.channel = channel;
        this.writableFile = writableFile;
        this.access = access;
        this.locks = new QemuLocks(channel, path.toString(), key.inode(), writableFile);
    }

    /// Opens and locks a file, or joins those who read it already.
    static OpenFile acquire(Path path, Access access) throws IOException {
        synchronized (OPEN) {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                OpenFile file = tryAcquire(path, access);
                if (file != null) {
                    return file;
                }
            }
        }
        throw new ImageChangedException(path.toString(), "other files were put in its place while it was opened");
    }

    /// Opens a file that did not exist, for writing, and locks it.
    static OpenFile create(Path path) throws IOException {
        synchronized (OPEN) {
            FileChannel channel = FileChannel.open(
                    path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
            try {
                OpenFile file = new OpenFile(FileKey.of(path), path, channel, true, Access.WRITE);
                file.locks.lock(Access.WRITE);
                OPEN.put(file.key, file);
                return file;
            } catch (IOException | RuntimeException e) {
                channel.close();
                Files.deleteIfExists(path);
                throw e;
            }
        }
    }

    private static @Nullable OpenFile tryAcquire(Path path, Access access) throws IOException {
        Path real = path.toRealPath();
        FileKey key = FileKey.of(real);
        OpenFile open = OPEN.get(key);
        if (open != null) {
            open.join(access);
            return open;
        }
        OpenFile file = openChannel(real, key, access);
        if (!FileKey.of(real).equals(key)) {
            file.closeStray(FileKey.of(real));
            return null;
        }
        try {
            file.locks.lock(access);
            if (!FileKey.of(path).equals(key)) {
                file.channel.close();
                return null;
            }
        } catch (IOException | RuntimeException e) {
            file.channel.close();
            throw e;
        }
        OPEN.put(key, file);
        return file;
    }

    private static OpenFile openChannel(Path real, FileKey key, Access access) throws IOException {
        try {
            Set<StandardOpenOption> both = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
            return new OpenFile(key, real, FileChannel.open(real, both), true, access);
        } catch (AccessDeniedException e) {
            if (access == Access.WRITE) {
                throw e;
            }
        } catch (FileSystemException e) {
            if (access == Access.WRITE || Files.isWritable(real)) {
                throw e;
            }
        }
        return new OpenFile(key, real, FileChannel.open(real, StandardOpenOption.READ), false, access);
    }

    /// Closes a channel that was opened on another file than meant, unless that file is locked by us.
    private void closeStray(FileKey actual) throws IOException {
        OpenFile other = OPEN.get(actual);
        if (other == null) {
            channel.close();
        } else {
            other.strays.add(channel);
        }
    }

    private void join(Access wanted) throws ImageBusyException {
        if (wanted == Access.WRITE || access == Access.WRITE) {
            throw new ImageBusyException(
                    path.toString(),
                    "this process has it open already",
                    "Wait until the run that uses it is done, or cancel that run.");
        }
        holders++;
    }

    void relock(Access wanted) throws IOException {
        synchronized (OPEN) {
            if (access == wanted) {
                return;
            }
            if (!FileKey.of(path).equals(key)) {
                throw new ImageChangedException(path.toString(), "another file was put in its place");
            }
            if (wanted == Access.READ) {
                locks.downgrade();
            } else {
                if (holders > 1) {
                    throw new ImageBusyException(
                            path.toString(),
                            "this process reads it in %d places".formatted(holders),
                            "Wait until the other runs that read it are done.");
                }
                if (!writableFile) {
                    throw new AccessDeniedException(path.toString(), null, "file or file system is read-only");
                }
                locks.upgrade();
            }
            access = wanted;
        }
    }

    void release() throws IOException {
        synchronized (OPEN) {
            if (--holders > 0) {
                return;
            }
            OPEN.remove(key);
            try {
                channel.close();
            } finally {
                for (Closeable stray : strays) {
                    stray.close();
                }
            }
        }
    }

    /// Gives a piece of the file back to its file system, where that can be done.
    void punch(long position, long length) throws IOException {
        NativeFile opened = nativeFile();
        if (opened != null) {
            opened.punch(position, length);
        }
    }

    /// See [ImageSource#nextData(long)].
    long nextData(long position) throws IOException {
        NativeFile opened = nativeFile();
        return opened == null ? position : opened.nextData(position, channel.size());
    }

    /// See [ImageSource#nextHole(long)].
    long nextHole(long position) throws IOException {
        NativeFile opened = nativeFile();
        long size = channel.size();
        return opened == null ? size : opened.nextHole(position, size);
    }

    /// See [ImageSource#allocatedBytes()].
    long allocatedBytes() throws IOException {
        NativeFile opened = nativeFile();
        return opened == null ? -1 : opened.allocatedBytes();
    }

    private @Nullable NativeFile nativeFile() throws IOException {
        NativeFile known = nativeFile;
        if (known != null || !NativeFile.available()) {
            return known;
        }
        synchronized (OPEN) {
            if (nativeFile == null) {
                nativeFile = openNativeFile();
            }
            return nativeFile;
        }
    }

    private NativeFile openNativeFile() throws IOException {
        NativeFile opened = NativeFile.open(path, writableFile);
        FileKey actual = opened.key();
        OpenFile leadsTo = OPEN.get(actual);
        if (leadsTo == null) {
            opened.close();
        } else {
            leadsTo.strays.add(opened);
        }
        if (leadsTo != this) {
            throw new ImageChangedException(path.toString(), "another file was put in its place");
        }
        return opened;
    }

    boolean isAt(Path other) throws IOException {
        return FileKey.of(other).equals(key);
    }

    FileChannel channel() {
        return channel;
    }

    boolean writable() {
        return access == Access.WRITE;
    }
}
