package io.tidemark.worker.life;

import io.tidemark.catalog.pool.SeenImage;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds image files by their names alone: an image that a machine has open is not read for a list, and what a guest
/// has written says nothing about a file's format. Links are not followed.
final class ImageFilesBelow {
    static final int MOST = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(ImageFilesBelow.class);
    private static final int DEPTH = 8;
    private static final Set<String> ENDINGS = Set.of("qcow2", "qcow", "img", "raw");

    private ImageFilesBelow() {}

    /// What lies below the directories, 20,000 files at most, in directories up to eight deep.
    static List<SeenImage> of(List<Path> roots) {
        List<SeenImage> seen = new ArrayList<>();
        for (Path root : roots) {
            try {
                Files.walkFileTree(root, EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEPTH, into(seen));
            } catch (IOException unreadable) {
                LOG.warn("Image root {} cannot be listed: {}", root, unreadable.toString());
            }
        }
        if (seen.size() >= MOST) {
            LOG.warn("There are more than {} image files below {}: the others are not listed", MOST, roots);
        }
        return seen;
    }

    private static FileVisitor<Path> into(List<SeenImage> seen) {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && isImage(file)) {
                    seen.add(new SeenImage(
                            file.toString(),
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant()));
                }
                return seen.size() < MOST ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                LOG.debug("{} cannot be listed", file, unreadable);
                return FileVisitResult.CONTINUE;
            }
        };
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
