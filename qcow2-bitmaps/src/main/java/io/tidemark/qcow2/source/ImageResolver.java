package io.tidemark.qcow2.source;

import io.tidemark.qcow2.failure.ImageNotAllowedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Decides which files an image may name: backing files and external data files.
///
/// Names inside an image come from whoever made it and may point at any file of the host, so they are never
/// opened without being asked for here.
@FunctionalInterface
public interface ImageResolver {
    /// The file to open for a name.
    ///
    /// @return an absolute path
    /// @throws ImageNotAllowedException  when it must not be opened
    Path resolve(FileReference reference) throws IOException;

    /// Refuses every file.
    static ImageResolver refusing() {
        return reference -> {
            throw reference.refused("no other files are allowed here. Name the folders they may lie in.");
        };
    }

    /// Allows plain files below some folders, symbolic links followed before judging.
    ///
    /// Relative names count from the referrer's folder. (So QEMU counts backing files; data files it counts
    /// from its own working directory, which nobody else knows.) Names with a protocol (`nbd:`, `json:`) are
    /// refused.
    static ImageResolver within(List<Path> roots) {
        return within(roots, "Add its folder to the image roots.");
    }

    /// The same, for roots that come from a setting.
    ///
    /// @param advice  what to do about a file outside them; a sentence or more
    static ImageResolver within(List<Path> roots, String advice) {
        return new RootedResolver(roots, advice);
    }
}
