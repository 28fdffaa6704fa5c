package io.tidemark.cli.terminal;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// Instants as people read them: ISO 8601 with the offset, and the fraction of the second in groups of three
/// digits, as `--json` has it.
public final class Instants {
    private static final int MILLI = 1_000_000;
    private static final int MICRO = 1_000;

    private Instants() {}

    /// In UTC.
    public static String of(Instant at) {
        return of(at, ZoneOffset.UTC);
    }

    /// As clocks of a time zone show it.
    public static String of(Instant at, ZoneId zone) {
        ZonedDateTime there = at.atZone(zone);
        int nano = there.getNano();
        String fraction = nano == 0 ? "" : nano % MILLI == 0 ? ".SSS" : nano % MICRO == 0 ? ".SSSSSS" : ".SSSSSSSSS";
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss" + fraction + "XXX")
                .format(there);
    }
}
