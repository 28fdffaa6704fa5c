package io.tidemark.api.notification;

import io.tidemark.catalog.CatalogException;
import io.tidemark.catalog.notification.ChannelKind;
import io.tidemark.catalog.notification.ChannelView;
import io.tidemark.catalog.notification.Deliveries;
import io.tidemark.catalog.notification.Outgoing;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Sends one delivery and notes what became of it: arrived, to be tried again, or given up.
@Component
class Deliverer {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int GROWTH = 4;

    private final Deliveries deliveries;
    private final NotificationProperties properties;
    private final Clock clock;
    private final Map<ChannelKind, Sender> senders = new EnumMap<>(ChannelKind.class);

    Deliverer(Deliveries deliveries, NotificationProperties properties, Clock clock, List<Sender> senders) {
        this.deliveries = deliveries;
        this.properties = properties;
        this.clock = clock;
        senders.forEach(sender -> this.senders.put(sender.kind(), sender));
    }

    /// Sends it; one that does not arrive is tried again until its time is over.
    void deliver(Outgoing delivery) throws InterruptedException {
        String error = attempt(delivery);
        if (error == null) {
            deliveries.delivered(delivery.id());
            return;
        }
        Instant next = clock.instant().plus(waitAfter(delivery.attempt()));
        if (delivery.channel() == null || next.isAfter(delivery.createdAt().plus(properties.giveUpAfter()))) {
            LOG.warn("Notification {} is given up after {} attempts: {}", delivery.id(), delivery.attempt(), error);
            deliveries.giveUp(delivery.id(), error);
        } else {
            LOG.info("Notification {} did not arrive and is tried again at {}: {}", delivery.id(), next, error);
            deliveries.postpone(delivery.id(), error, next);
        }
    }

    /// Sends it once.
    void deliverOnce(Outgoing delivery) throws InterruptedException {
        String error = attempt(delivery);
        if (error == null) {
            deliveries.delivered(delivery.id());
        } else {
            deliveries.giveUp(delivery.id(), error);
        }
    }

    /// How long to wait after an attempt.
    ///
    /// @param attempt 1 for the first
    Duration waitAfter(int attempt) {
        Duration wait = properties.firstRetry();
        for (int n = 1; n < attempt && wait.compareTo(LONGEST_WAIT) < 0; n++) {
            wait = wait.multipliedBy(GROWTH);
        }
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /// Why it has not arrived; null when it has.
    private @Nullable String attempt(Outgoing delivery) throws InterruptedException {
        ChannelView channel = delivery.channel();
        if (channel == null) {
            return "The channel was removed.";
        }
        try {
            Objects.requireNonNull(senders.get(channel.kind()), "sender").send(channel, delivery);
            return null;
        } catch (CatalogException | IOException failure) {
            return Objects.requireNonNullElse(failure.getMessage(), "It failed without a word.");
        } catch (RuntimeException defect) {
            LOG.error("Notification {} met a defect", delivery.id(), defect);
            return "The server failed: " + defect.getClass().getSimpleName() + ".";
        }
    }
}
