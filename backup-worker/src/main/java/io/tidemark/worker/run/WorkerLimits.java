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
        return new ImageRoots(properties.imageRoots());
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
        Path resolved = resolve(directory);
        for (Path root : properties.repositoryRoots()) {
            if (resolved.startsWith(resolve(root))) {
                return;
            }
        }
        throw new EngineException(
                FailureCode.PATH_NOT_ALLOWED,
                "Worker \"" + identity.name() + "\" may not use a repository at " + resolved
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
