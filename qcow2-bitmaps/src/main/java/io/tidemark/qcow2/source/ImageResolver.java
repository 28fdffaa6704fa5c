package io.tidemark.qcow2.source;

import io.tidemark.qcow2.failure.ImageNotAllowedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Decides which backing files an image may name.
///
/// Names inside an image come from whoever made it and may point at any file of the host, so they are never opened
/// without being asked for here.
@FunctionalInterface
public interface ImageResolver {
    /// The file to open for a name.
    ///
    /// @param referrer  path of the image that holds the name
    /// @param name  the name as it stands in the image
    /// @return an absolute path
    /// @throws ImageNotAllowedException  when it must not be opened
    Path resolve(Path referrer, String name) throws IOException;

    /// Refuses every backing file.
    static ImageResolver refusing() {
        return (referrer, name) -> {
            throw new ImageNotAllowedException(
                    referrer, name, "backing files are not allowed here. Name the folders they may lie in.");
        };
    }

    /// Allows plain files below some folders, symbolic links followed before judging.
    ///
    /// Relative names count from the referrer's folder, as in QEMU. Names with a protocol (`nbd:`,
    /// `json:`) are refused.
    static ImageResolver within(List<Path> roots) {
        return new RootedResolver(roots);
    }
}
