package io.tidemark.catalog.notification;

import com.fasterxml.jackson.annotation.JsonValue;

/// How a channel reaches whoever listens.
public enum ChannelKind {
    WEBHOOK("webhook"),
    EMAIL("email");

    private final String word;

    ChannelKind(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    public static ChannelKind of(String word) {
        for (ChannelKind each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("No ChannelKind is written \"" + word + "\"");
    }
}
