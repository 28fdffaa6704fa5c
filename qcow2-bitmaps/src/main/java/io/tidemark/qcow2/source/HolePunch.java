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

/// Gives pieces of a file back to its file system: `fallocate` with `FALLOC_FL_PUNCH_HOLE`, which is what QEMU calls.
///
/// Java's channels cannot do that and do not show their descriptor, so this is one of its own. Closing it drops
/// the process's locks on the file as closing any descriptor does: it is for [OpenFile] alone, which closes it
/// last. Where native access is not enabled for this library, or the system is not Linux, there is none.
final class HolePunch implements Closeable {
    private static final int READ_WRITE_CLOSE_ON_EXEC = 2 | 02000000;
    private static final int KEEP_SIZE_PUNCH_HOLE = 1 | 2;
    private static final int EINTR = 4;
    /// What file systems and devices that cannot do it answer: ENOSYS, EOPNOTSUPP, ENODEV.
    private static final Set<Integer> UNABLE = Set.of(38, 95, 19);

    private final String name;
    private final int descriptor;
    private boolean able = true;

    private HolePunch(String name, int descriptor) {
        this.name = name;
        this.descriptor = descriptor;
    }

    /// Whether there can be one here.
    static boolean available() {
        return System.getProperty("os.name", "").equals("Linux")
                && HolePunch.class.getModule().isNativeAccessEnabled();
    }

    /// Opens a file for writing once more.
    static HolePunch open(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(Native.ERROR);
            MemorySegment text = arena.allocateFrom(path.toString());
            int descriptor = (int) Native.OPEN.invokeExact(error, text, READ_WRITE_CLOSE_ON_EXEC);
            if (descriptor < 0) {
                throw new IOException("%s: cannot be opened to give room back, error %d of the system"
                        .formatted(path, Native.code(error)));
            }
            return new HolePunch(path.toString(), descriptor);
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
