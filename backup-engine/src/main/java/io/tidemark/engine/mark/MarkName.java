package io.tidemark.engine.mark;

import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.point.PointId;
import java.util.Objects;
import java.util.Optional;

/// The name of a mark: `tidemark-<repository id>-<point id>`. It says since which point of which repository the
/// mark records writes.
///
/// @param repository  the repository the mark belongs to
/// @param point  the point since which it records
public record MarkName(RepositoryId repository, PointId point) {
    private static final String PREFIX = "tidemark-";
    private static final int ID_LENGTH = 36;

    public MarkName {
        Objects.requireNonNull(repository, "repository");
        Objects.requireNonNull(point, "point");
    }

    /// The mark's name taken apart, or empty when it is not one of Tidemark's in its exact spelling: such a
    /// bitmap belongs to somebody else.
    public static Optional<MarkName> parse(String name) {
        int separator = PREFIX.length() + ID_LENGTH;
        if (name.length() != separator + 1 + ID_LENGTH || !name.startsWith(PREFIX) || name.charAt(separator) != '-') {
            return Optional.empty();
        }
        try {
            MarkName parsed = new MarkName(
                    RepositoryId.parse(name.substring(PREFIX.length(), separator)),
                    PointId.parse(name.substring(separator + 1)));
            return parsed.toString().equals(name) ? Optional.of(parsed) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return PREFIX + repository + "-" + point;
    }
}
