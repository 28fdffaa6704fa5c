package io.tidemark.catalog.notification;

/// Puts notices into words for a channel: JSON for programs, text for people.
@FunctionalInterface
public interface Wording {
    Message message(ChannelKind kind, Notice notice);

    /// What is sent.
    ///
    /// @param subject one line
    record Message(String subject, String body) {}
}
