package io.tidemark.repository.sealing;

import io.tidemark.repository.format.Repeatable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// One of the keys of a sealed repository, without its secret: each is the same master key, wrapped by a
/// passphrase of its own.
///
/// @param id  122 random bits, never used again
/// @param createdAt  when it was made, to the second, by the clock of who did
/// @param label  for people: whose passphrase it is, say. Anybody who may read the store can read it; may be
///     empty
public record RepositoryKey(UUID id, Instant createdAt, String label) {

    /// All keys lie under this.
    public static final String PREFIX = "keys/";

    public RepositoryKey {
        if (label.getBytes(StandardCharsets.UTF_8).length > WrappedKey.MAX_LABEL_BYTES) {
            throw new IllegalArgumentException(
                    "The label of a key has at most " + WrappedKey.MAX_LABEL_BYTES + " bytes in UTF-8");
        }
        createdAt = createdAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /// A new one. One that is there already may have any label.
    ///
    /// @throws IllegalArgumentException if the label is too long, or does not fit into one line of a list
    public static RepositoryKey create(Instant now, String label) {
        if (label.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "The label of a key has no line breaks, tabs or other control characters");
        }
        return new RepositoryKey(Repeatable.randomId(), now, label);
    }

    RepositoryKey withLabelOf(RepositoryKey other) {
        return new RepositoryKey(id, createdAt, other.label);
    }

    /// The object's key in the store.
    public String key() {
        return PREFIX + id;
    }
}
