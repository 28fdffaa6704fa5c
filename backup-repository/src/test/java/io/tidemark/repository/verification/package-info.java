/// Tests of what verifications write down.
@NullMarked
package io.tidemark.repository.verification;

import org.jspecify.annotations.NullMarked;
