package io.tidemark.qcow2.source;

import io.tidemark.qcow2.failure.ImageBusyException;
import io.tidemark.qcow2.failure.UnsupportedImageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The lock bytes by which QEMU processes and we keep out of each other's way on one image file.
///
/// Byte 100+n says "I use permission n", byte 200+n "nobody else may use permission n" (n: 0 consistent read,
/// 1 write, 3 resize). QEMU takes shared locks and tests for conflicts; Java cannot test, so a short
/// exclusive lock is the test. Source: QEMU's `block/file-posix.c`.
final class QemuLocks {
    private static final long USES_READ = 100;
    private static final long USES_WRITE = 101;
    private static final long USES_RESIZE = 103;
    private static final long KEEPS_WRITERS_OUT = 201;
    private static final long KEEPS_RESIZERS_OUT = 203;
    /// QEMU holds a byte for microseconds while it tests, so one refusal proves nothing.
    private static final int ATTEMPTS = 8;

    private static final long PAUSE_MILLIS = 10;
    private static final Path PROC_LOCKS = Path.of("/proc/locks");
    private static final Pattern LISTED_LOCK =
            Pattern.compile(":(?<inode>\\d+)\\s+(?<start>\\d+)\\s+(?<end>\\d+|EOF)\\s*$");

    private final FileChannel channel;
    private final String image;
    private final long inode;
    private final boolean canExclude;
    private final Map<Long, FileLock> held = new HashMap<>();

    /// @param canExclude  whether the channel is open for writing, which exclusive locks need
    QemuLocks(FileChannel channel, String image, long inode, boolean canExclude) {
        this.channel = channel;
        this.image = image;
        this.inode = inode;
        this.canExclude = canExclude;
    }

    /// Takes the locks of an access, or none of them.
    void lock(Access access) throws IOException {
        try {
            share(USES_READ);
            switch (access) {
                case READ -> {
                    share(KEEPS_WRITERS_OUT);
                    share(KEEPS_RESIZERS_OUT);
                    requireNoWriter();
                }
                case WRITE -> {
                    exclude(USES_WRITE);
                    exclude(USES_RESIZE);
                    exclude(KEEPS_WRITERS_OUT);
                    exclude(KEEPS_RESIZERS_OUT);
                }
            }
        } catch (IOException | RuntimeException e) {
            releaseAll(e);
            throw e;
        }
    }

    /// From reading to writing without a moment in which a writer could come in: the bytes that writers use
    /// are taken before the bytes that keep them out are given up. On failure the read locks stand as before.
    void upgrade() throws IOException {
        try {
            exclude(USES_WRITE);
            exclude(USES_RESIZE);
            release(KEEPS_WRITERS_OUT);
            exclude(KEEPS_WRITERS_OUT);
            release(KEEPS_RESIZERS_OUT);
            exclude(KEEPS_RESIZERS_OUT);
        } catch (IOException | RuntimeException e) {
            try {
                downgrade();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /// From writing to reading; the bytes that writers use are given up last.
    void downgrade() throws IOException {
        for (long offset : List.of(KEEPS_WRITERS_OUT, KEEPS_RESIZERS_OUT)) {
            FileLock lock = held.get(offset);
            if (lock == null || !lock.isShared()) {
                release(offset);
                share(offset);
            }
        }
        release(USES_WRITE);
        release(USES_RESIZE);
    }

    private void requireNoWriter() throws IOException {
        if (!canExclude) {
            requireNoWriterListed();
            return;
        }
        exclude(USES_WRITE);
        release(USES_WRITE);
        exclude(USES_RESIZE);
        release(USES_RESIZE);
    }

    /// The way for files we may not write to: the kernel lists all locks. Devices are numbered differently
    /// there on some file systems, so the inode alone decides; a coincidence refuses too much, never too
    /// little.
    private void requireNoWriterListed() throws IOException {
        for (String line : Files.readAllLines(PROC_LOCKS)) {
            Matcher lock = LISTED_LOCK.matcher(line);
            if (lock.find() && Long.parseLong(lock.group("inode")) == inode) {
                long start = Long.parseLong(lock.group("start"));
                long end = lock.group("end").equals("EOF") ? Long.MAX_VALUE : Long.parseLong(lock.group("end"));
                if ((start <= USES_WRITE && USES_WRITE <= end) || (start <= USES_RESIZE && USES_RESIZE <= end)) {
                    throw busy(USES_WRITE);
                }
            }
        }
    }

    private void share(long offset) throws IOException {
        take(offset, true);
    }

    private void exclude(long offset) throws IOException {
        take(offset, false);
    }

    private void take(long offset, boolean shared) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            FileLock lock = tryLock(offset, shared);
            if (lock != null) {
                held.put(offset, lock);
                return;
            }
            pause();
        }
        throw busy(offset);
    }

    private @Nullable FileLock tryLock(long offset, boolean shared) throws IOException {
        try {
            return channel.tryLock(offset, 1, shared);
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            UnsupportedImageException refused = new UnsupportedImageException(
                    image,
                    "a file system without record locks (" + e.getMessage() + ")",
                    "Move the image to one that has them: without locks a running machine cannot be noticed.");
            refused.addSuppressed(e);
            throw refused;
        }
    }

    private void pause() throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(image + ": interrupted while waiting for a lock");
        }
    }

    private void release(long offset) throws IOException {
        FileLock lock = held.remove(offset);
        if (lock != null) {
            lock.release();
        }
    }

    private void releaseAll(Throwable reason) {
        for (FileLock lock : held.values()) {
            try {
                lock.release();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
        held.clear();
    }

    private ImageBusyException busy(long offset) {
        String who =
                offset >= 200 ? "it is open for reading elsewhere" : "a QEMU process or another writer has it open";
        return new ImageBusyException(
                image,
                "lock byte %d is held, %s".formatted(offset, who),
                "Stop the machine or the program that uses it (\"grep %d /proc/locks\" finds it), then try again."
                        .formatted(inode));
    }
}
