package io.tidemark.api.notification;

import io.tidemark.catalog.notification.ChannelKind;
import io.tidemark.catalog.notification.ChannelView;
import io.tidemark.catalog.notification.Outgoing;
import java.io.IOException;

/// Reaches the receivers of one kind of channel.
interface Sender {
    ChannelKind kind();

    /// Sends a delivery, once, within a bounded time.
    ///
    /// @throws IOException          when it has not arrived, or may not have; says why in words for people
    /// @throws InterruptedException when this server is about to end
    void send(ChannelView channel, Outgoing delivery) throws IOException, InterruptedException;
}
