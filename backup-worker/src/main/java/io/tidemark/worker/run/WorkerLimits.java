package io.tidemark.worker.run;

import io.tidemark.engine.EngineException;
import io.tidemark.engine.EngineOptions;
import io.tidemark.engine.FailureCode;
import io.tidemark.engine.ImageRoots;
import io.tidemark.repository.store.RepositoryLocation;
import io.tidemark.worker.WorkerProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/// What this worker may touch and how much it may use: its properties in the engine's words.
@Component
class WorkerLimits {
    private final WorkerProperties properties;
    private final WorkerIdentity identity;

    WorkerLimits(WorkerProperties properties, WorkerIdentity identity) {
        this.properties = properties;
        this.identity = identity;
    }

    EngineOptions engine() {
        EngineOptions defaults = EngineOptions.defaults();
        return new EngineOptions(
                properties.bytesInFlight().toBytes(),
                defaults.workers(),
                defaults.uploads(),
                defaults.compressionLevel(),
                defaults.recheck());
    }

    ImageRoots imageRoots() {
        return new ImageRoots(
                properties.imageRoots(),
                "These are the directories in tidemark.worker.image-roots of worker \"" + identity.name()
                        + "\": add its folder there and restart the worker.");
    }

    /// Says which property is missing, where the engine could only say that nothing is allowed.
    void requireImageRoots() throws EngineException {
        if (properties.imageRoots().isEmpty()) {
            throw new EngineException(
                    FailureCode.PATH_NOT_ALLOWED,
                    "Worker \"" + identity.name() + "\" may neither read nor write images: its property"
                            + " tidemark.worker.image-roots is empty. Set it to the directories that hold the images of pool \""
                            + identity.pool() + "\" and restart the worker.");
        }
    }

    /// A repository in a directory must lie inside the roots for it, links resolved as far as the path exists.
    void requireAllowed(RepositoryLocation location) throws EngineException, IOException {
        if (!(location instanceof RepositoryLocation.Directory(Path directory))) {
            return;
        }
        // What a path outside the roots leads to is not even looked up: the answer would tell what exists there.
        Path normal = directory.toAbsolutePath().normalize();
        if (!insideRoots(normal, false)) {
            throw notAllowed(normal);
        }
        Path resolved = resolve(directory);
        if (!insideRoots(resolved, true)) {
            throw notAllowed(resolved);
        }
    }

    private boolean insideRoots(Path path, boolean linksResolved) throws IOException {
        for (Path root : properties.repositoryRoots()) {
            if (path.startsWith(resolve(root)) || (!linksResolved && path.startsWith(root.normalize()))) {
                return true;
            }
        }
        return false;
    }

    private EngineException notAllowed(Path directory) {
        return new EngineException(
                FailureCode.PATH_NOT_ALLOWED,
                "Worker \"" + identity.name() + "\" may not use a repository at " + directory
                        + ": it is outside of tidemark.worker.repository-roots, which is "
                        + properties.repositoryRoots()
                        + ". Add its directory there and restart the worker, or choose an S3 bucket.");
    }

    private static Path resolve(Path path) throws IOException {
        Path normal = path.toAbsolutePath().normalize();
        for (Path existing = normal; existing != null; existing = existing.getParent()) {
            // A link that leads nowhere exists, too, and has no real path: it is refused.
            if (Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
                return existing.toRealPath().resolve(existing.relativize(normal));
            }
        }
        return normal;
    }
}
