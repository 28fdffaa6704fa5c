package io.tidemark.worker.life;

import io.tidemark.catalog.pool.SeenImage;
import io.tidemark.catalog.pool.SeenImages;
import io.tidemark.worker.WorkerProperties;
import io.tidemark.worker.run.WorkerIdentity;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.DependsOn;
import org.springframework.stereotype.Component;

/// Tells the catalog every few minutes which image files this worker sees, on a thread of its own: a root on a network
/// that does not answer must hold nothing up. The worker is registered before, as the report is filed under its name.
@Component
@DependsOn("workerLife")
class ImageReport implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ImageReport.class);

    private final SeenImages images;
    private final WorkerIdentity identity;
    private final WorkerProperties properties;
    private @Nullable ScheduledExecutorService reports;

    ImageReport(SeenImages images, WorkerIdentity identity, WorkerProperties properties) {
        this.images = images;
        this.identity = identity;
        this.properties = properties;
    }

    @Override
    public void start() {
        long millis = properties.imageReportInterval().toMillis();
        if (millis == 0 || properties.imageRoots().isEmpty()) {
            return;
        }
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("image-report").daemon().factory());
        var _ = started.scheduleWithFixedDelay(this::report, 0, millis, TimeUnit.MILLISECONDS);
        reports = started;
    }

    private void report() {
        try {
            List<SeenImage> seen = ImageFilesBelow.of(properties.imageRoots());
            images.report(identity.pool(), identity.name(), seen);
        } catch (RuntimeException missed) {
            LOG.warn("The images below {} could not be reported: {}", properties.imageRoots(), missed.getMessage());
        }
    }

    @Override
    public void stop() {
        if (reports != null) {
            reports.shutdownNow();
            reports = null;
        }
    }

    @Override
    public boolean isRunning() {
        return reports != null;
    }
}
