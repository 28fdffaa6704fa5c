package io.tidemark.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// An image, or a restore's target, lies outside the directories that may be used.
final class PathNotAllowedException extends IOException {
    private static final long serialVersionUID = 1;

    /// What was to become of the file.
    enum Use {
        READ("Image %s may not be read"),
        WRITE("File %s may not be written");

        private final String words;

        Use(String words) {
            this.words = words;
        }
    }

    /// @param where  where it lies, such as "it lies"
    PathNotAllowedException(Use use, Path asked, String where, List<Path> roots, String advice) {
        super(use.words.formatted(asked) + ": " + where + " outside " + roots + ". " + advice);
    }
}
