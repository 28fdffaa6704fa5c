package io.tidemark.cli.point;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.repository.point.PointId;

/// A point as typed.
final class PointArgument {
    private PointArgument() {}

    /// @throws CommandFailure when the word is no point's id
    static PointId parse(String word) throws CommandFailure {
        try {
            return PointId.parse(word);
        } catch (IllegalArgumentException thrown) {
            throw CommandFailure.usage("\"" + word + "\" is no point: expected an id as \"tidemark points\" lists them,"
                    + " such as 0197f3c2-5d1e-7a3b-9c4d-1e2f3a4b5c6d");
        }
    }
}
