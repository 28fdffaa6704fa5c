/// What the tests of several modules share: seeded randomness ([Seeded]) and QEMU's own tools as judges
/// ([QemuTest], [QemuTools]).
///
/// Only test code may depend on this package, and it depends on JUnit alone. Start at [Seeded].
@NullMarked
package io.tidemark.testing;

import org.jspecify.annotations.NullMarked;
