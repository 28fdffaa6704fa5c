package io.tidemark.repository.index;

import io.tidemark.repository.format.BoundedReader;
import io.tidemark.repository.format.Repeatable;
import io.tidemark.repository.format.RepositoryId;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;

/// A file of the local cache: the index table of one or more segments, mapped into memory.
///
/// Layout, big endian: `TIDECACH`, version (4), repository id (16), number of segments (4), length of the table (8),
/// CRC-32C of the table (4), the segments' ids (16 each), CRC-32C of all before (4), table. The file appears under
/// its name complete or not at all, and can be deleted at any time: everything in it is in the bucket.
///
/// @param path  the file
/// @param segments  whose entries the table holds, all of them
/// @param table  in mapped memory, unmapped once nobody refers to it: a look-up may still be reading a file that was
///     merged into another one meanwhile, and must not need a lock to do so
record CacheFile(Path path, Set<SegmentId> segments, IndexTable table) {

    static final String SUFFIX = ".index";
    static final String UNFINISHED_SUFFIX = ".part";

    private static final long MAGIC = 0x5449444543414348L;
    private static final int VERSION = 1;
    private static final int HEAD_LENGTH = 44;
    private static final Set<StandardOpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
    /// `FileChannel` and `CRC32C` take buffers, which have at most 2 GiB.
    private static final long CHECK_STEP = 1 << 30;

    CacheFile {
        segments = Set.copyOf(segments);
    }

    /// What writes the table of a new file.
    interface Content {
        void writeTo(TableWriter.Sink sink) throws IOException;
    }

    /// Makes a file and maps it.
    static CacheFile write(Path directory, RepositoryId repository, Set<SegmentId> segments, Content content)
            throws IOException {
        String name = Repeatable.randomId().toString();
        Path unfinished = directory.resolve(name + UNFINISHED_SUFFIX);
        Path path = directory.resolve(name + SUFFIX);
        boolean whole = false;
        try {
            try (FileChannel file = create(unfinished)) {
                long tableAt = HEAD_LENGTH + segments.size() * 16L + 4;
                file.position(tableAt);
                CRC32C crc = new CRC32C();
                content.writeTo(bytes -> {
                    crc.update(bytes.duplicate());
                    writeFully(file, bytes);
                });
                long length = file.position() - tableAt;
                file.position(0);
                writeFully(file, head(repository, segments, length, (int) crc.getValue()));
                MemorySegment table = file.map(FileChannel.MapMode.READ_ONLY, 0, tableAt + length, Arena.ofAuto())
                        .asSlice(tableAt);
                Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
                whole = true;
                return new CacheFile(path, segments, IndexTable.of(path.toString(), tableAt, table));
            }
        } finally {
            if (!whole) {
                Files.deleteIfExists(unfinished);
            }
        }
    }

    private static FileChannel create(Path path) throws IOException {
        try {
            return FileChannel.open(path, NEW);
        } catch (NoSuchFileException noDirectory) {
            Files.createDirectories(path.resolveSibling(""));
            return FileChannel.open(path, NEW);
        }
    }

    private static ByteBuffer head(RepositoryId repository, Set<SegmentId> segments, long length, int crc) {
        ByteBuffer head =
                ByteBuffer.allocate(HEAD_LENGTH + segments.size() * 16 + 4).order(ByteOrder.BIG_ENDIAN);
        head.putLong(MAGIC).putInt(VERSION);
        put(head, repository.id());
        head.putInt(segments.size()).putLong(length).putInt(crc);
        for (SegmentId segment : segments) {
            put(head, segment.id());
        }
        head.putInt(crc(head.slice(0, head.position())));
        return head.flip();
    }

    /// Maps a file, after checking all of it.
    ///
    /// @throws ObjectCorruptException if it is not what this class writes; it is then to be deleted
    static CacheFile open(Path path, RepositoryId repository) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment all = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), Arena.ofAuto());
            String name = path.toString();
            BoundedReader head = new BoundedReader(
                    name,
                    0,
                    all.asSlice(0, Math.min(all.byteSize(), CHECK_STEP)).asByteBuffer());
            if (head.i64("magic") != MAGIC || head.u32("version") != VERSION) {
                throw head.corrupt(12, "a cache file of version " + VERSION, "something else");
            }
            if (!head.uuid("repository id").equals(repository.id())) {
                throw head.corrupt(16, "a cache file of repository " + repository, "another one's");
            }
            int count = head.count(head.remaining() / 16, "number of segments");
            long length = head.i64("length of the table");
            int tableCrc = (int) head.u32("checksum of the table");
            Set<SegmentId> segments = new HashSet<>();
            for (int i = 0; i < count; i++) {
                segments.add(new SegmentId(head.uuid("segment id")));
            }
            int headCrc = crc(all.asSlice(0, head.offset()).asByteBuffer());
            if ((int) head.u32("checksum") != headCrc || length != all.byteSize() - head.offset()) {
                throw head.corrupt(4, "an intact head", "a damaged one");
            }
            MemorySegment table = all.asSlice(head.offset());
            if (crc(table) != tableCrc) {
                throw head.corrupt(0, "an intact table", "a damaged one");
            }
            return new CacheFile(path, segments, IndexTable.of(name, head.offset(), table));
        }
    }

    private static int crc(MemorySegment memory) {
        CRC32C crc = new CRC32C();
        for (long at = 0; at < memory.byteSize(); at += CHECK_STEP) {
            crc.update(memory.asSlice(at, Math.min(CHECK_STEP, memory.byteSize() - at))
                    .asByteBuffer());
        }
        return (int) crc.getValue();
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static void put(ByteBuffer out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }
}
