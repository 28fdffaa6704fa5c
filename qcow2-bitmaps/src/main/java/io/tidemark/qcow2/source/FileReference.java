package io.tidemark.qcow2.source;

import io.tidemark.qcow2.failure.ImageMissingException;
import io.tidemark.qcow2.failure.ImageNotAllowedException;
import io.tidemark.qcow2.failure.Qcow2Exception;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file that an image names.
///
/// @param referrer  path of the image that holds the name
/// @param role  what the image needs the file for
/// @param name  the name as it stands in the image
public record FileReference(Path referrer, Role role, String name) {
    /// What an image needs another file for.
    public enum Role {
        /// What the image does not hold is there: a backing file.
        BACKING("backing file"),
        /// The guest data of the image are there: an external data file.
        DATA("data file");

        private final String words;

        Role(String words) {
            this.words = words;
        }

        /// What messages call such a file.
        public String words() {
            return words;
        }
    }

    /// The failure for a file that the system does not open.
    ///
    /// @param cause  what it said
    public Qcow2Exception unreadable(FileSystemException cause) {
        if (cause instanceof NoSuchFileException) {
            return new ImageMissingException("%s: %s \"%s\"".formatted(referrer, role.words(), name), cause);
        }
        String reason = cause.getReason() == null ? cause.getClass().getSimpleName() : cause.getReason();
        ImageNotAllowedException refused = refused("it cannot be opened: %s. Check its permissions.".formatted(reason));
        refused.addSuppressed(cause);
        return refused;
    }

    /// The failure of a resolver that refuses the file.
    ///
    /// @param reason  why, and what to do
    public ImageNotAllowedException refused(String reason) {
        return new ImageNotAllowedException("%s: %s \"%s\"".formatted(referrer, role.words(), name), reason);
    }
}
