package io.tidemark.repository.index;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.format.RepositoryId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The files of the local cache that are in use. Not thread-safe.
///
/// The directory belongs to all processes that work with the repository: each looks at it once, takes what is intact,
/// and adds files of its own. A file that another process deletes stays mapped here.
final class IndexCache {

    /// With more files than this, the smaller half and more of them becomes one: a look-up asks every file.
    private static final int MANY_FILES = 8;

    private static final int FILES_AFTER_MERGE = 4;

    /// Unfinished files of a process that died are deleted after this long.
    private static final Duration UNFINISHED_AGE = Duration.ofDays(1);

    private final Path directory;
    private final RepositoryId repository;
    private final List<CacheFile> files = new ArrayList<>();
    private boolean looked;

    IndexCache(Path cacheDirectory, RepositoryId repository) {
        this.directory = cacheDirectory.resolve("index");
        this.repository = repository;
    }

    /// Keeps what belongs to the given segments alone. A file with any other segment is of no use: the packs of a
    /// segment that is gone may be gone too.
    void retain(Set<SegmentId> listed) throws IOException {
        look();
        for (CacheFile file : List.copyOf(files)) {
            if (!listed.containsAll(file.segments())) {
                forget(file);
            }
        }
        files.sort(Comparator.comparingInt((CacheFile file) -> file.segments().size())
                .reversed());
        Set<SegmentId> covered = new HashSet<>();
        for (CacheFile file : List.copyOf(files)) {
            if (!covered.addAll(file.segments())) {
                forget(file);
            }
        }
    }

    private void look() throws IOException {
        if (looked) {
            return;
        }
        looked = true;
        if (!Files.isDirectory(directory)) {
            return;
        }
        Instant old = Instant.now().minus(UNFINISHED_AGE);
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> listed = Files.newDirectoryStream(directory)) {
            listed.forEach(paths::add);
        }
        paths.sort(Comparator.naturalOrder());
        for (Path path : paths) {
            String name = path.getFileName().toString();
            if (name.endsWith(CacheFile.SUFFIX)) {
                take(path);
            } else if (name.endsWith(CacheFile.UNFINISHED_SUFFIX)
                    && Files.getLastModifiedTime(path).compareTo(FileTime.from(old)) < 0) {
                Files.deleteIfExists(path);
            }
        }
    }

    private void take(Path path) throws IOException {
        try {
            files.add(CacheFile.open(path, repository));
        } catch (ObjectCorruptException damaged) {
            // Everything in it is in the bucket and is fetched again.
            Files.deleteIfExists(path);
        } catch (NoSuchFileException deletedMeanwhile) {
            // By another process that merged it.
            return;
        }
    }

    void add(SegmentId segment, ByteBuffer table) throws IOException {
        files.add(CacheFile.write(directory, repository, Set.of(segment), sink -> sink.write(table.duplicate())));
    }

    void mergeWhenMany() throws IOException {
        if (files.size() <= MANY_FILES) {
            return;
        }
        files.sort(Comparator.comparingLong(file -> file.table().size()));
        List<CacheFile> small = List.copyOf(files.subList(0, files.size() - FILES_AFTER_MERGE + 1));
        TableMerge merge = new TableMerge(small.stream().map(CacheFile::table).toList());
        if (merge.entries() > TableLayout.MAX_ENTRIES) {
            return;
        }
        Set<SegmentId> segments = new HashSet<>();
        small.forEach(file -> segments.addAll(file.segments()));
        files.add(CacheFile.write(directory, repository, segments, merge::writeTo));
        for (CacheFile file : small) {
            forget(file);
        }
    }

    List<CacheFile> files() {
        return List.copyOf(files);
    }

    void forget(CacheFile file) throws IOException {
        files.remove(file);
        Files.deleteIfExists(file.path());
    }

    Set<SegmentId> segments() {
        Set<SegmentId> all = new HashSet<>();
        files.forEach(file -> all.addAll(file.segments()));
        return all;
    }

    /// Largest first: most records are there.
    List<IndexTable> tables() {
        return files.stream()
                .map(CacheFile::table)
                .sorted(Comparator.comparingLong(IndexTable::size).reversed())
                .toList();
    }
}
