/// Tests of the audit trail against a running server.
@NullMarked
package io.tidemark.api.audit;

import org.jspecify.annotations.NullMarked;
