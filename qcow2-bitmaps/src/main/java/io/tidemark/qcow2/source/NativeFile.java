package io.tidemark.qcow2.source;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/// What QEMU asks the file system and Java's channels cannot: where a file has holes (`lseek`), how much room
/// it takes (`statx`), and to take pieces of it back (`fallocate`).
///
/// Channels do not show their descriptor, so this is one of its own. Closing it drops the process's locks on
/// the file as closing any descriptor does: it is for [OpenFile] alone, which closes it last. Where native
/// access is not enabled for this library, or the system is not Linux, there is none.
final class NativeFile implements Closeable {
    private static final int READ_WRITE = 2;
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int KEEP_SIZE_PUNCH_HOLE = 1 | 2;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int EINTR = 4;
    private static final int NO_MORE_DATA = 6;
    /// What file systems and devices that cannot do it answer: ENOSYS, EOPNOTSUPP, ENODEV.
    private static final Set<Integer> UNABLE = Set.of(38, 95, 19);
    private static final int EMPTY_PATH = 0x1000;
    private static final int BLOCKS = 0x400;
    /// Where `struct statx`, the same on every processor, has the number of blocks of 512 bytes.
    private static final int BLOCKS_POSITION = 48;
    private static final int STATX_LENGTH = 256;

    private final String name;
    private final int descriptor;
    private boolean able = true;

    private NativeFile(String name, int descriptor) {
        this.name = name;
        this.descriptor = descriptor;
    }

    /// Whether there can be one here.
    static boolean available() {
        return System.getProperty("os.name", "").equals("Linux")
                && NativeFile.class.getModule().isNativeAccessEnabled();
    }

    /// Opens a file once more.
    static NativeFile open(Path path, boolean writable) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(Native.ERROR);
            MemorySegment text = arena.allocateFrom(path.toString());
            int descriptor = (int) Native.OPEN.invokeExact(error, text, CLOSE_ON_EXEC | (writable ? READ_WRITE : 0));
            if (descriptor < 0) {
                throw new IOException("%s: cannot be opened to ask for its holes, error %d of the system"
                        .formatted(path, Native.code(error)));
            }
            return new NativeFile(path.toString(), descriptor);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// What it leads to: not the path it was opened by, which may be another file by now.
    FileKey key() throws IOException {
        return FileKey.of(Path.of("/proc/self/fd/" + descriptor));
    }

    /// Gives a piece back; does nothing where the file system cannot.
    void punch(long position, long length) throws IOException {
        if (!able) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(Native.ERROR);
            int result;
            do {
                result = (int) Native.FALLOCATE.invokeExact(error, descriptor, KEEP_SIZE_PUNCH_HOLE, position, length);
            } while (result != 0 && Native.code(error) == EINTR);
            if (result != 0) {
                able = !UNABLE.contains(Native.code(error));
                if (able) {
                    throw new IOException("%s: giving %d bytes at %d back to the file system failed, error %d"
                            .formatted(name, length, position, Native.code(error)));
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// The first position from one on at which the file has data, its size when there is none; the position
    /// itself where the file system does not tell.
    long nextData(long position, long size) throws IOException {
        return seek(position, SEEK_DATA, size, position);
    }

    /// The first position from one on at which the file has a hole, at most its size; the size where the file
    /// system does not tell.
    long nextHole(long position, long size) throws IOException {
        return seek(position, SEEK_HOLE, size, size);
    }

    private long seek(long position, int whence, long size, long otherwise) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(Native.ERROR);
            long found = (long) Native.LSEEK.invokeExact(error, descriptor, position, whence);
            if (found >= position) {
                return found;
            }
            return found < 0 && Native.code(error) == NO_MORE_DATA ? size : otherwise;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// How many bytes of the file system it takes; -1 where that is not known.
    long allocatedBytes() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(Native.ERROR);
            MemorySegment answer = arena.allocate(STATX_LENGTH);
            int result = (int)
                    Native.STATX.invokeExact(error, descriptor, arena.allocateFrom(""), EMPTY_PATH, BLOCKS, answer);
            return result != 0 || (answer.get(ValueLayout.JAVA_INT, 0) & BLOCKS) == 0
                    ? -1
                    : answer.get(ValueLayout.JAVA_LONG, BLOCKS_POSITION) * 512;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(Native.ERROR);
            if ((int) Native.CLOSE.invokeExact(error, descriptor) != 0) {
                throw new IOException("%s: closing failed, error %d".formatted(name, Native.code(error)));
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// The C library's functions; loaded only where native access is enabled.
    @SuppressWarnings("restricted")
    private static final class Native {
        private static final StructLayout ERROR = Linker.Option.captureStateLayout();
        private static final VarHandle CODE = ERROR.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        private static final MethodHandle OPEN = handle(
                "open",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        private static final MethodHandle FALLOCATE = handle(
                "fallocate",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG));
        private static final MethodHandle LSEEK = handle(
                "lseek",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
        private static final MethodHandle STATX = handle(
                "statx",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS));
        private static final MethodHandle CLOSE =
                handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private static int code(MemorySegment error) {
            return (int) CODE.get(error, 0L);
        }

        private static MethodHandle handle(String name, FunctionDescriptor shape, Linker.Option... options) {
            Linker linker = Linker.nativeLinker();
            SymbolLookup library = linker.defaultLookup();
            Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
            all[options.length] = Linker.Option.captureCallState("errno");
            return linker.downcallHandle(library.findOrThrow(name), shape, all);
        }
    }
}
