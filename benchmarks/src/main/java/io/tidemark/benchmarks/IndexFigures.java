package io.tidemark.benchmarks;

import io.tidemark.repository.PointWriter;
import io.tidemark.repository.RebuildReport;
import io.tidemark.repository.Repository;
import io.tidemark.repository.WriteOptions;
import io.tidemark.repository.format.RepositoryFormat;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectStores;
import io.tidemark.repository.store.RepositoryLocation;
import io.tidemark.repository.store.StoreOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// What the index of a large repository costs, one step in a process of its own:
///
/// - `segments DIRECTORY MILLIONS` makes a repository with an index of so many chunks, which lie in no pack;
/// - `packs DIRECTORY MILLIONS` makes one with packs of so many records (sparse files: heads and footers are true, the
///   records between are not there) and without an index;
/// - `open DIRECTORY CACHE` brings the index up to date, as a backup does when it begins;
/// - `rebuild DIRECTORY CACHE` makes the index from the packs.
///
/// The last two print a line of JSON.
public final class IndexFigures {

    private IndexFigures() {}

    @SuppressWarnings("SystemOut") // what it prints is its result
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "segments" -> make(directory).segments(Integer.parseInt(arguments[2]) * 1_000_000L);
            case "packs" -> make(directory).packs(Integer.parseInt(arguments[2]) * 1_000_000L);
            case "open" -> System.out.println(open(directory, Path.of(arguments[2])));
            case "rebuild" -> System.out.println(rebuild(directory, Path.of(arguments[2])));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static MadeIndex make(Path directory) throws IOException {
        RepositoryFormat format = RepositoryFormat.create(Instant.now());
        try (ObjectStore store = store(directory)) {
            Repository.init(store, format, directory.resolveSibling("no-cache")).close();
        }
        return new MadeIndex(directory, format.id().id());
    }

    private static String open(Path directory, Path cache) throws IOException {
        long heapBefore = heap();
        long start = System.nanoTime();
        try (ObjectStore store = store(directory);
                Repository repository = Repository.open(store, cache);
                PointWriter writer = begin(repository)) {
            double seconds = (System.nanoTime() - start) / 1e9;
            long heap = heap() - heapBefore;
            writer.disk("vda", 1 << 20, null);
            return "{\"seconds\": %.3f, \"heapBytes\": %d}".formatted(seconds, heap);
        }
    }

    private static PointWriter begin(Repository repository) throws IOException {
        PointId id = PointId.next(Clock.systemUTC(), RandomGenerator.getDefault());
        return repository.begin(id, "benchmark", Instant.now(), WriteOptions.standard());
    }

    private static String rebuild(Path directory, Path cache) throws IOException {
        long start = System.nanoTime();
        try (ObjectStore store = store(directory);
                Repository repository = Repository.open(store, cache)) {
            RebuildReport report = repository.rebuildIndex();
            return "{\"seconds\": %.3f, \"added\": %d}".formatted((System.nanoTime() - start) / 1e9, report.added());
        }
    }

    private static ObjectStore store(Path directory) throws IOException {
        return ObjectStores.open(new RepositoryLocation.Directory(directory), StoreOptions.defaults());
    }

    /// Heap in use when everything that can go has gone.
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
