/// A PostgreSQL and an S3 server that Tidemark starts itself, so that the quickstart and the tests need nothing
/// installed.
///
/// Start at [PostgresServer] and [S3Server]; tests share one S3 server through [SharedS3]. Both are real servers in
/// processes of their own, listen on the loopback interface only, keep their data in a directory that only the user
/// may read, and end with the process that started them, even if that was killed. This package knows nothing of
/// Tidemark.
@NullMarked
package io.tidemark.embedded;

import org.jspecify.annotations.NullMarked;
