package io.tidemark.api.health;

import io.tidemark.catalog.pool.Pools;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Asks the catalog something cheap and does not wait long: whoever asks for health has little patience, and the
/// connection pool has much.
@Component("catalog")
class CatalogProbe implements HealthIndicator {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogProbe.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Pools pools;
    private final ExecutorService questions = Executors.newVirtualThreadPerTaskExecutor();

    CatalogProbe(Pools pools) {
        this.pools = pools;
    }

    @Override
    public Health health() {
        return (answers() ? Health.up() : Health.down()).build();
    }

    private boolean answers() {
        Future<?> answer = questions.submit(pools::names);
        try {
            answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException silence) {
            answer.cancel(true);
            LOG.warn("The catalog does not answer", silence);
            return false;
        } catch (InterruptedException stopping) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @PreDestroy
    void close() {
        questions.shutdownNow();
    }
}
