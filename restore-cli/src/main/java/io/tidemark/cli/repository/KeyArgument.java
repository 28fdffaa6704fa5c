package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.repository.format.CanonicalUuid;
import java.util.UUID;

/// A key as typed.
final class KeyArgument {
    private KeyArgument() {}

    /// @throws CommandFailure when the word is no key's id
    static UUID parse(String word) throws CommandFailure {
        try {
            return CanonicalUuid.parse(word);
        } catch (IllegalArgumentException thrown) {
            throw CommandFailure.usage("\"" + word + "\" is no key: expected an id as \"tidemark repository key list\""
                    + " lists them, such as 3f9a1c52-7d0b-4e6a-9f21-0c5d8e7b6a43");
        }
    }
}
