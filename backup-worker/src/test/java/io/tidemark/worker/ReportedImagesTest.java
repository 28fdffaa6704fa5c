package io.tidemark.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.Page;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.pool.ImageFilter;
import io.tidemark.catalog.pool.ListedImage;
import io.tidemark.catalog.pool.SeenImages;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.worker.testing.WorkerLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

@CatalogTest
class ReportedImagesTest {
    @Test
    void workersTellWhichImagesTheySeeAndWhoseTheyAre(TestDatabase database, @TempDir Path directory)
            throws IOException {
        try (WorkerLab lab = new WorkerLab(database, directory)) {
            Path images = lab.images();
            Path used = Files.writeString(images.resolve("web1.qcow2"), "12345");
            Path unused = Files.writeString(
                    Files.createDirectories(images.resolve("rack/2")).resolve("db1.RAW"), "1");
            Path hidden = Files.writeString(directory.resolve("outside.qcow2"), "");
            Files.createSymbolicLink(images.resolve("link.qcow2"), hidden);
            Files.createSymbolicLink(images.resolve("folder"), directory);
            Files.writeString(images.resolve("notes.txt"), "");
            lab.machine("web1", used.toString());
            SeenImages seen = lab.bean(SeenImages.class);

            try (ConfigurableApplicationContext worker =
                    lab.worker("kvm1", "--tidemark.worker.image-report-interval=200ms")) {
                await().atMost(WorkerLab.PATIENCE)
                        .until(() -> seen.page("default", ImageFilter.ALL, PageRequest.FIRST)
                                        .items()
                                        .size()
                                == 2);

                List<ListedImage> listed =
                        seen.page("default", ImageFilter.ALL, PageRequest.FIRST).items();
                assertThat(listed).extracting(ListedImage::path).containsExactly(unused.toString(), used.toString());
                assertThat(listed).extracting(ListedImage::machineName).containsExactly(null, "web1");
                assertThat(listed.getLast().bytes()).isEqualTo(5);
                assertThat(listed.getLast().workers()).containsExactly("kvm1");
                assertThat(seen.page("default", new ImageFilter(null, true), PageRequest.FIRST)
                                .items())
                        .extracting(ListedImage::path)
                        .containsExactly(unused.toString());
                assertThat(seen.page("default", new ImageFilter("web", false), PageRequest.FIRST)
                                .items())
                        .extracting(ListedImage::path)
                        .containsExactly(used.toString());
                Page<ListedImage> first = seen.page("default", ImageFilter.ALL, new PageRequest(null, null, 1));
                assertThat(seen.page("default", ImageFilter.ALL, new PageRequest(null, first.nextCursor(), 1))
                                .items())
                        .extracting(ListedImage::path)
                        .containsExactly(used.toString());

                Files.delete(unused);
                await().atMost(WorkerLab.PATIENCE)
                        .until(() -> seen.page("default", ImageFilter.ALL, PageRequest.FIRST)
                                        .items()
                                        .size()
                                == 1);
                assertThat(worker.isRunning()).isTrue();
            }

            assertThat(seen.page("default", ImageFilter.ALL, PageRequest.FIRST).items())
                    .as("a worker that has left sees nothing any more")
                    .isEmpty();
        }
    }
}
