/// Policies: what is backed up when, with optimistic locking by entity tags. Depends on the catalog, which keeps
/// the schedules.
@NullMarked
package io.tidemark.api.policy;

import org.jspecify.annotations.NullMarked;
