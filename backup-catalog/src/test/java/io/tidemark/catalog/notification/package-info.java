/// Tests of what is told, and of the outbox it is told from.
@NullMarked
package io.tidemark.catalog.notification;

import org.jspecify.annotations.NullMarked;
