package io.tidemark.worker.life;

import io.tidemark.catalog.CatalogException;

/// A living worker of the pool has this name. Code `worker-name-taken`.
final class WorkerNameTaken extends CatalogException {
    WorkerNameTaken(String pool, String name, String host) {
        super(
                "worker-name-taken",
                "Pool \"" + pool + "\" has a living worker named \"" + name + "\", on " + host
                        + ". Set tidemark.worker.name to another name; after a crash, wait until the old one counts as dead"
                        + " (a quarter of a minute).");
    }
}
