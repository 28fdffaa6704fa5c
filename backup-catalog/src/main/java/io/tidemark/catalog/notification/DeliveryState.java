package io.tidemark.catalog.notification;

import com.fasterxml.jackson.annotation.JsonValue;

/// How far a delivery is.
public enum DeliveryState {
    QUEUED("queued"),
    /// A server is at it.
    SENDING("sending"),
    DELIVERED("delivered"),
    /// Given up; its error says why.
    FAILED("failed");

    private final String word;

    DeliveryState(String word) {
        this.word = word;
    }

    /// How it is written in the catalog and on the wire.
    @JsonValue
    public String word() {
        return word;
    }

    public static DeliveryState of(String word) {
        for (DeliveryState each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("No DeliveryState is written \"" + word + "\"");
    }
}
