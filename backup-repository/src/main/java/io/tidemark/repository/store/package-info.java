/// Where a repository's objects are kept: one small interface, [ObjectStore], and what stands behind it: an S3
/// bucket, a directory, or memory.
///
/// Start at [ObjectStore], whose documentation is the contract of all implementations, and at [ObjectStores#open],
/// which makes one from a [RepositoryLocation]. Retry and counting are decorators of the same interface. Every
/// failure is a [StoreException] with a stable code. This package knows keys and bytes, and nothing of chunks,
/// packs or points.
@NullMarked
package io.tidemark.repository.store;

import org.jspecify.annotations.NullMarked;
