package io.tidemark.repository.pack;

import io.tidemark.repository.format.CanonicalUuid;
import io.tidemark.repository.format.Repeatable;
import java.util.UUID;

/// Names a pack: 122 random bits, never used again.
public record PackId(UUID id) implements Comparable<PackId> {

    /// All packs lie under this, spread over 256 folders by the first byte of their ids.
    public static final String PREFIX = "packs/";

    public static PackId random() {
        return new PackId(Repeatable.randomId());
    }

    /// The object's key in the store.
    public String key() {
        String text = id.toString();
        return PREFIX + text.substring(0, 2) + "/" + text;
    }

    /// The pack with a key, or an [IllegalArgumentException] if no pack has it.
    public static PackId ofKey(String key) {
        int name = PREFIX.length() + 3;
        PackId pack = new PackId(CanonicalUuid.parse(key.length() > name ? key.substring(name) : ""));
        if (!pack.key().equals(key)) {
            throw new IllegalArgumentException("Not the key of a pack: " + key);
        }
        return pack;
    }

    /// In the order of the bytes.
    @Override
    public int compareTo(PackId other) {
        int order = Long.compareUnsigned(id.getMostSignificantBits(), other.id.getMostSignificantBits());
        return order != 0
                ? order
                : Long.compareUnsigned(id.getLeastSignificantBits(), other.id.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
