package io.tidemark.engine;

import io.tidemark.engine.PathNotAllowedException.Use;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The directories whose files a run may read as images, or write as restore targets.
///
/// A path outside them as it stands is refused before the file system is asked anything about it, so that
/// nobody learns what lies there. Then symbolic links are followed, and where they lead is judged, too. Backing
/// files and data files of images are held to the same roots.
///
/// @param roots  absolute paths of directories; none means that nothing is allowed
/// @param advice  what to do about a path outside them, a sentence or more: which setting to change
public record ImageRoots(List<Path> roots, String advice) {
    public ImageRoots {
        roots = List.copyOf(roots);
        Objects.requireNonNull(advice, "advice");
        for (Path root : roots) {
            if (!root.isAbsolute()) {
                throw new IllegalArgumentException("Image root " + root + " must be an absolute path.");
            }
        }
    }

    /// Roots that no setting is known for.
    public ImageRoots(List<Path> roots) {
        this(roots, "Add its folder to the image roots.");
    }

    /// Everything: for a user who works with his own rights.
    public static ImageRoots anywhere() {
        return new ImageRoots(List.of(Path.of("/")));
    }

    /// The image behind a path, links resolved.
    ///
    /// @throws PathNotAllowedException  when it lies outside the roots, whether there is such a file or not
    /// @throws java.nio.file.NoSuchFileException  when there is no such file
    Path existing(Path image) throws IOException {
        Path absolute = requireInside(Use.READ, image);
        try {
            return requireInside(Use.READ, image, absolute.toRealPath());
        } catch (IOException missing) {
            if (!(missing instanceof PathNotAllowedException)) {
                requireInside(Use.READ, image, nearest(absolute));
            }
            throw missing;
        }
    }

    /// The place a new file would have, links in its directory's path resolved.
    ///
    /// @throws PathNotAllowedException  when it lies outside the roots, whether its directory exists or not
    /// @throws java.nio.file.NoSuchFileException  when its directory does not exist
    Path future(Path target) throws IOException {
        Path absolute = requireInside(Use.WRITE, target).normalize();
        Path directory = absolute.getParent();
        Path name = absolute.getFileName();
        if (directory == null || name == null) {
            throw new NoSuchFileException(target.toString(), null, "it is no file name. Name a file to create");
        }
        if (!Files.isDirectory(directory)) {
            requireInside(Use.WRITE, target, nearest(directory));
            throw new NoSuchFileException(
                    target.toString(),
                    null,
                    "there is no directory " + directory + " to write it to. Make the directory, or choose another");
        }
        return requireInside(Use.WRITE, target, directory.toRealPath().resolve(name));
    }

    /// The rule for backing files and data files.
    ImageResolver resolver() {
        return ImageResolver.within(roots, advice);
    }

    /// Judges a path by its words alone.
    private Path requireInside(Use use, Path asked) throws IOException {
        Path absolute = asked.toAbsolutePath();
        Path normal = absolute.normalize();
        for (Path root : roots) {
            if (normal.startsWith(root.normalize()) || normal.startsWith(real(root))) {
                return absolute;
            }
        }
        throw new PathNotAllowedException(use, asked, "it lies", roots, advice);
    }

    /// Judges where the path leads.
    private Path requireInside(Use use, Path asked, Path real) throws IOException {
        for (Path root : roots) {
            if (real.startsWith(real(root))) {
                return real;
            }
        }
        throw new PathNotAllowedException(use, asked, "it leads to " + real + ",", roots, advice);
    }

    /// Where the part of a path leads that exists and may be looked at: where a link leads is not told by
    /// whether the rest exists.
    private static Path nearest(Path path) throws IOException {
        for (Path part = path.getParent(); part != null; part = part.getParent()) {
            if (Files.exists(part)) {
                return part.toRealPath();
            }
        }
        return path;
    }

    /// A root that is not there holds nothing.
    private static Path real(Path root) throws IOException {
        return Files.exists(root) ? root.toRealPath() : root.normalize();
    }
}
