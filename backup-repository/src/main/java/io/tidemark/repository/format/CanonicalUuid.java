package io.tidemark.repository.format;

import java.util.UUID;

/// The one text form of ids: 36 characters, lower case. [UUID#fromString] takes many more, which would give one
/// object several names.
public final class CanonicalUuid {

    private CanonicalUuid() {}

    /// The id that a text stands for.
    ///
    /// @throws IllegalArgumentException if the text is not the canonical form of a UUID
    public static UUID parse(String text) {
        UUID id = text.length() == 36 ? UUID.fromString(text) : null;
        if (id == null || !id.toString().equals(text)) {
            throw new IllegalArgumentException("Not a UUID in canonical form: \""
                    + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"");
        }
        return id;
    }
}
