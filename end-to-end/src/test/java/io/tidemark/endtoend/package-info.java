/// Whole-system tests: the `tidemark` command and the server as processes of their own, real images made and written by
/// QEMU's tools, a real S3 server over HTTP, a real PostgreSQL.
@NullMarked
package io.tidemark.endtoend;

import org.jspecify.annotations.NullMarked;
