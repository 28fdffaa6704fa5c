package io.tidemark.repository.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {

    private static final int WRITERS = 4;

    @TempDir
    private Path directory;

    @Test
    void theCleanUpOfTheFirstWriterLeavesTheFilesOfOthersAlone() throws Exception {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int round = 0; round < 200; round++) {
                for (TemporaryFiles.TemporaryFile file : createAllAtOnce(writers)) {
                    assertThat(file.path()).exists();
                    file.close();
                }
            }
        }
        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    /// Every second writer is of a store of its own, so that there are two clean-ups in each round.
    private List<TemporaryFiles.TemporaryFile> createAllAtOnce(ExecutorService writers) throws Exception {
        var start = new CyclicBarrier(WRITERS);
        var stores = List.of(new TemporaryFiles(directory), new TemporaryFiles(directory));
        List<Callable<TemporaryFiles.TemporaryFile>> tasks = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            TemporaryFiles files = stores.get(i % stores.size());
            tasks.add(() -> {
                start.await();
                return files.create();
            });
        }
        List<TemporaryFiles.TemporaryFile> made = new ArrayList<>();
        for (Future<TemporaryFiles.TemporaryFile> future : writers.invokeAll(tasks)) {
            made.add(future.get());
        }
        return made;
    }
}
