package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.Sizes;
import io.tidemark.repository.store.StoreCalls;
import tools.jackson.core.JsonGenerator;

/// Tells what a command asked of the store, as the store's provider would count it.
public final class Costs {

    private Costs() {}

    /// One line for people.
    public static String line(StoreCalls calls) {
        return "cost: " + text(calls);
    }

    static String text(StoreCalls calls) {
        return calls.requests() + " requests, " + Sizes.of(calls.bytesUp()) + " up, " + Sizes.of(calls.bytesDown())
                + " down";
    }

    /// The member `cost` of the document that is being written.
    public static void write(JsonGenerator json, StoreCalls calls) {
        json.writeName("cost");
        json.writeStartObject();
        json.writeNumberProperty("puts", calls.puts());
        json.writeNumberProperty("gets", calls.gets());
        json.writeNumberProperty("heads", calls.heads());
        json.writeNumberProperty("lists", calls.lists());
        json.writeNumberProperty("deletes", calls.deletes());
        json.writeNumberProperty("bytesUp", calls.bytesUp());
        json.writeNumberProperty("bytesDown", calls.bytesDown());
        json.writeEndObject();
    }
}
