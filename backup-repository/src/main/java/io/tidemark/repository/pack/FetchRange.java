package io.tidemark.repository.pack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Neighbouring records of one pack that are read by one request.
///
/// @param pack  the object
/// @param offset  from the object's start
/// @param length  bytes to read, gaps included
/// @param records  what is wanted of it, ascending by offset
/// @param <T>  what a record is wanted for
public record FetchRange<T>(PackId pack, int offset, int length, List<Wanted<T>> records) {

    /// Reading over a gap of this many bytes costs less than another request.
    static final int MAX_GAP = 128 << 10;

    /// A record that is wanted, and for what.
    public record Wanted<T>(RecordLocation location, T purpose) {}

    public FetchRange {
        records = List.copyOf(records);
    }

    /// Joins wanted records to ranges of at most a given length, unless one record alone is longer.
    public static <T> List<FetchRange<T>> coalesce(List<Wanted<T>> wanted, int maxLength) {
        List<Wanted<T>> sorted = new ArrayList<>(wanted);
        sorted.sort(Comparator.comparing((Wanted<T> each) -> each.location().pack())
                .thenComparingInt(each -> each.location().offset()));
        List<FetchRange<T>> ranges = new ArrayList<>();
        List<Wanted<T>> current = new ArrayList<>();
        int end = 0;
        for (Wanted<T> each : sorted) {
            RecordLocation location = each.location();
            if (!current.isEmpty()) {
                RecordLocation first = current.getFirst().location();
                boolean near = location.pack().equals(first.pack())
                        && location.offset() - end <= MAX_GAP
                        && Math.max(end, location.end()) - first.offset() <= maxLength;
                if (!near) {
                    ranges.add(of(current, end));
                    current.clear();
                    end = 0;
                }
            }
            current.add(each);
            end = Math.max(end, location.end());
        }
        if (!current.isEmpty()) {
            ranges.add(of(current, end));
        }
        return ranges;
    }

    private static <T> FetchRange<T> of(List<Wanted<T>> records, int end) {
        RecordLocation first = records.getFirst().location();
        return new FetchRange<>(first.pack(), first.offset(), end - first.offset(), records);
    }

    /// The range of one record alone: how damage is told apart from what lies beside it.
    public static <T> FetchRange<T> alone(Wanted<T> record) {
        return of(List.of(record), record.location().end());
    }
}
