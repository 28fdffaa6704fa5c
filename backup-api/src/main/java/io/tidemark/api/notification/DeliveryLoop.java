package io.tidemark.api.notification;

import io.tidemark.catalog.notification.Deliveries;
import io.tidemark.catalog.notification.FanOut;
import io.tidemark.catalog.notification.Outgoing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Looks at least once a second for runs that ended, digests that are due and deliveries to send.
/// Deliveries are sent side by side, a few for each channel: a receiver that is slow holds up nobody but
/// itself.
@Component
class DeliveryLoop implements SmartLifecycle {
    private static final int AT_ONCE = 32;
    private static final int OF_A_CHANNEL = 4;
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration TIDIED = Duration.ofHours(1);
    private static final UUID NO_CHANNEL = new UUID(0, 0);

    private final FanOut fanOut;
    private final Deliveries deliveries;
    private final Deliverer deliverer;
    private final Wordings wordings;
    private final NotificationProperties properties;
    private final Clock clock;
    private final Map<UUID, Integer> underWay = new HashMap<>();
    /// Something is free again, or the loop is to end.
    private final LinkedBlockingQueue<Boolean> wake = new LinkedBlockingQueue<>();

    private @Nullable Thread loop;
    private @Nullable ExecutorService sending;
    private Instant tidiedAt = Instant.MIN;

    DeliveryLoop(
            FanOut fanOut,
            Deliveries deliveries,
            Deliverer deliverer,
            Wordings wordings,
            NotificationProperties properties,
            Clock clock) {
        this.fanOut = fanOut;
        this.deliveries = deliveries;
        this.deliverer = deliverer;
        this.wordings = wordings;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        if (properties.enabled()) {
            sending = Executors.newVirtualThreadPerTaskExecutor();
            loop = Thread.ofVirtual().name("notifications").start(this::repeat);
        }
    }

    @Override
    public synchronized void stop() {
        if (loop != null && sending != null) {
            loop = null;
            wake.add(true);
            sending.shutdownNow();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return loop != null;
    }

    private void repeat() {
        boolean answered = true;
        try {
            while (isRunning()) {
                try {
                    turn();
                    answered = true;
                } catch (RuntimeException silence) {
                    if (answered) {
                        LOG.warn("Notifications wait: {}", silence.getMessage());
                    }
                    answered = false;
                }
                wake.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                wake.clear();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() {
        boolean more = true;
        while (more) {
            more = fanOut.runs(wordings);
        }
        more = true;
        while (more) {
            more = fanOut.digest(wordings);
        }
        send();
        Instant now = clock.instant();
        if (tidiedAt.isBefore(now.minus(TIDIED))) {
            deliveries.forgetBefore(now.minus(KEPT));
            tidiedAt = now;
        }
    }

    private synchronized void send() {
        if (sending == null || sending.isShutdown()) {
            return;
        }
        List<Outgoing> claimed;
        do {
            claimed = deliveries.claim(Math.min(free(), OF_A_CHANNEL), busy());
            for (Outgoing delivery : claimed) {
                UUID channel = delivery.channel() == null
                        ? NO_CHANNEL
                        : delivery.channel().id();
                underWay.merge(channel, 1, Integer::sum);
                sending.execute(() -> deliver(channel, delivery));
            }
        } while (!claimed.isEmpty());
    }

    private int free() {
        return AT_ONCE - underWay.values().stream().mapToInt(Integer::intValue).sum();
    }

    private List<UUID> busy() {
        return underWay.entrySet().stream()
                .filter(channel -> channel.getValue() >= OF_A_CHANNEL)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void deliver(UUID channel, Outgoing delivery) {
        try {
            deliverer.deliver(delivery);
        } catch (InterruptedException stopping) {
            // The claim runs out, and whoever comes next sends it again.
            Thread.currentThread().interrupt();
        } catch (RuntimeException unwritten) {
            LOG.warn("What became of notification {} could not be noted: {}", delivery.id(), unwritten.getMessage());
        } finally {
            over(channel);
        }
    }

    private synchronized void over(UUID channel) {
        underWay.computeIfPresent(channel, (_, count) -> count == 1 ? null : count - 1);
        wake.add(true);
    }
}
