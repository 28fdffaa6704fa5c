package io.tidemark.qcow2.source;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// Resolves names to files below given folders.
final class RootedResolver implements ImageResolver {
    private final List<Path> roots;
    private final String advice;

    RootedResolver(List<Path> roots, String advice) {
        this.roots = List.copyOf(roots);
        this.advice = advice;
    }

    @Override
    public Path resolve(FileReference reference) throws IOException {
        if (hasProtocol(reference.name())) {
            throw reference.refused("it names a protocol, only plain files are read. Let the image name a file.");
        }
        Path real = real(reference);
        for (Path root : roots) {
            if (Files.exists(root) && real.startsWith(root.toRealPath())) {
                return real;
            }
        }
        throw reference.refused("it is %s, outside %s. %s".formatted(real, roots, advice));
    }

    private static Path real(FileReference reference) throws IOException {
        try {
            return reference
                    .referrer()
                    .toAbsolutePath()
                    .resolveSibling(reference.name())
                    .toRealPath();
        } catch (InvalidPathException e) {
            throw reference.refused("it is no valid path: " + e.getReason());
        } catch (FileSystemException e) {
            throw reference.unreadable(e);
        }
    }

    /// QEMU's rule: a colon before the first slash makes a protocol.
    private static boolean hasProtocol(String name) {
        int colon = name.indexOf(':');
        int slash = name.indexOf('/');
        return colon >= 0 && (slash < 0 || colon < slash);
    }
}
