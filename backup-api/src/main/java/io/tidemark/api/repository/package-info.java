/// Repositories the server knows. Adding one queues the run by which a worker opens or initialises it; here only
/// the form of its location is checked.
@NullMarked
package io.tidemark.api.repository;

import org.jspecify.annotations.NullMarked;
