package io.tidemark.qcow2.source;

import io.tidemark.qcow2.failure.ImageNotAllowedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Resolves names to files below given folders.
final class RootedResolver implements ImageResolver {
    private final List<Path> roots;

    RootedResolver(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    @Override
    public Path resolve(Path referrer, String name) throws IOException {
        if (hasProtocol(name)) {
            throw new ImageNotAllowedException(
                    referrer, name, "it names a protocol, only plain files are read. Rebase the image onto a file.");
        }
        Path real = real(referrer, name);
        for (Path root : roots) {
            if (Files.exists(root) && real.startsWith(root.toRealPath())) {
                return real;
            }
        }
        throw new ImageNotAllowedException(
                referrer, name, "it is %s, outside %s. Add its folder to the image roots.".formatted(real, roots));
    }

    private static Path real(Path referrer, String name) throws IOException {
        try {
            return referrer.toAbsolutePath().resolveSibling(name).toRealPath();
        } catch (InvalidPathException e) {
            throw new ImageNotAllowedException(referrer, name, "it is no valid path: " + e.getReason());
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(
                    e.getFile(), null, "backing file of " + referrer + " is missing. Put it back or rebase the image");
        }
    }

    /// QEMU's rule: a colon before the first slash makes a protocol.
    private static boolean hasProtocol(String name) {
        int colon = name.indexOf(':');
        int slash = name.indexOf('/');
        return colon >= 0 && (slash < 0 || colon < slash);
    }
}
