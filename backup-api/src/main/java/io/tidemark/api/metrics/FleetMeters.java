package io.tidemark.api.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.tidemark.catalog.fleet.Fleet;
import io.tidemark.catalog.fleet.MachineAge;
import io.tidemark.catalog.fleet.PoolLoad;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Gauges over what the catalog knows. The catalog is asked every few seconds; ages go on growing between, and while
/// the catalog does not answer.
@Component
class FleetMeters {
    private static final Logger LOG = LoggerFactory.getLogger(FleetMeters.class);

    private final Fleet fleet;
    private final Clock clock;
    private final MultiGauge ages;
    private final MultiGauge queued;
    private final MultiGauge running;
    private final MultiGauge waiting;
    private final MultiGauge workers;
    private final MultiGauge lost;

    FleetMeters(Fleet fleet, Clock clock, MeterRegistry meters) {
        this.fleet = fleet;
        this.clock = clock;
        this.ages = MultiGauge.builder("tidemark.machine.last.point.age")
                .description("Age of a machine's newest point; +Inf when it has none")
                .baseUnit("seconds")
                .register(meters);
        this.queued = gauge(meters, "tidemark.pool.queued.runs", "Runs that wait for a worker");
        this.running = gauge(meters, "tidemark.pool.running.runs", "Runs that workers have");
        this.workers = gauge(meters, "tidemark.pool.workers", "Workers that have shown themselves lately");
        this.lost = gauge(meters, "tidemark.pool.lost.runs", "Runs given up in the last 24 hours: their workers died");
        this.waiting = MultiGauge.builder("tidemark.pool.oldest.wait")
                .description("How long the oldest queued run has waited; 0 when none waits")
                .baseUnit("seconds")
                .register(meters);
    }

    private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
        return MultiGauge.builder(name).description(description).register(meters);
    }

    @Scheduled(fixedDelayString = "PT10S")
    void refresh() {
        try {
            List<PoolLoad> pools = fleet.pools();
            ages.register(fleet.machines().stream().map(this::age).toList(), true);
            queued.register(rows(pools, PoolLoad::queued), true);
            running.register(rows(pools, PoolLoad::running), true);
            workers.register(rows(pools, PoolLoad::workers), true);
            lost.register(rows(pools, PoolLoad::lost), true);
            waiting.register(
                    pools.stream()
                            .map(pool -> Row.of(pool(pool), pool, load -> since(load.waitingSince(), 0)))
                            .toList(),
                    true);
        } catch (DataAccessException | TransactionException away) {
            LOG.warn("The metrics of machines and pools are not current: {}", away.getMessage());
        }
    }

    private Row<?> age(MachineAge machine) {
        return Row.of(
                Tags.of("machine", machine.machine(), "pool", machine.pool()),
                machine,
                age -> since(age.lastPointAt(), Double.POSITIVE_INFINITY));
    }

    private static List<Row<?>> rows(List<PoolLoad> pools, ToLongFunction<PoolLoad> value) {
        return pools.stream()
                .<Row<?>>map(pool -> Row.of(pool(pool), (double) value.applyAsLong(pool)))
                .toList();
    }

    private static Tags pool(PoolLoad pool) {
        return Tags.of("pool", pool.pool());
    }

    private double since(@Nullable Instant then, double never) {
        return then == null ? never : Duration.between(then, clock.instant()).toMillis() / 1000.0;
    }
}
