package io.tidemark.repository.format;

import java.util.UUID;

/// How far collection has come: names a fence, and the verdict that follows it. Epochs are totally ordered.
///
/// A new epoch has the next number after the greatest one that its collector saw, and random bits: two collectors
/// that choose the same number at the same time still have different epochs, one of which is the greater.
///
/// @param number  counted from 1, unsigned; 0 in [#NONE] alone
/// @param salt  random, unsigned
public record Epoch(long number, long salt) implements Comparable<Epoch> {

    /// Before the first collection.
    public static final Epoch NONE = new Epoch(0, 0);

    private static final int DIGITS = 16;

    /// A new epoch, greater than this one.
    public Epoch next() {
        return new Epoch(number + 1, Repeatable.randomId().getLeastSignificantBits());
    }

    /// The epoch with a text form, or an [IllegalArgumentException] if there is none.
    public static Epoch parse(String text) {
        if (text.length() != 2 * DIGITS + 1) {
            throw new IllegalArgumentException("Not an epoch: " + text);
        }
        Epoch epoch = new Epoch(
                Long.parseUnsignedLong(text, 0, DIGITS, 16),
                Long.parseUnsignedLong(text, DIGITS + 1, text.length(), 16));
        if (!epoch.toString().equals(text)) {
            throw new IllegalArgumentException("Not an epoch: " + text);
        }
        return epoch;
    }

    /// Both numbers as the id of an object.
    public UUID objectId() {
        return new UUID(number, salt);
    }

    @Override
    public int compareTo(Epoch other) {
        int order = Long.compareUnsigned(number, other.number);
        return order != 0 ? order : Long.compareUnsigned(salt, other.salt);
    }

    public boolean isAfter(Epoch other) {
        return compareTo(other) > 0;
    }

    /// Number and salt, 16 hexadecimal digits each: texts are in the order of the epochs.
    @Override
    public String toString() {
        return "%016x-%016x".formatted(number, salt);
    }
}
