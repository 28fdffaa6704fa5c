package io.tidemark.engine;

import io.tidemark.qcow2.failure.ImageNotAllowedException;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The directories whose files a run may read as images, or write as restore targets.
///
/// Symbolic links are followed before a path is judged. Backing files and data files of images are held to
/// the same roots.
///
/// @param roots  absolute paths of directories; none means that nothing is allowed
public record ImageRoots(List<Path> roots) {
    public ImageRoots {
        roots = List.copyOf(roots);
        for (Path root : roots) {
            if (!root.isAbsolute()) {
                throw new IllegalArgumentException("Image root " + root + " must be an absolute path.");
            }
        }
    }

    /// Everything: for a user who works with his own rights.
    public static ImageRoots anywhere() {
        return new ImageRoots(List.of(Path.of("/")));
    }

    /// The image behind a path, links resolved.
    ///
    /// @throws ImageNotAllowedException  when it lies outside the roots
    /// @throws java.nio.file.NoSuchFileException  when there is no such file
    Path existing(Path image) throws IOException {
        return require(image, image.toRealPath());
    }

    /// The place a new file would have, links in its directory's path resolved.
    ///
    /// @throws ImageNotAllowedException  when it lies outside the roots
    /// @throws java.nio.file.NoSuchFileException  when its directory does not exist
    Path future(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path directory = absolute.getParent();
        Path name = absolute.getFileName();
        if (directory == null || name == null) {
            throw new ImageNotAllowedException(target.toString(), "it is no file name. Name a file to create.");
        }
        return require(target, directory.toRealPath().resolve(name));
    }

    /// The rule for backing files and data files.
    ImageResolver resolver() {
        return ImageResolver.within(roots);
    }

    private Path require(Path asked, Path real) throws IOException {
        for (Path root : roots) {
            if (real.startsWith(root.toRealPath())) {
                return real;
            }
        }
        throw new ImageNotAllowedException(
                asked.toString(), "it is " + real + ", outside " + roots + ". Add its folder to the image roots.");
    }
}
