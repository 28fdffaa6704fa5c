/// The S3 server that runs beside the server when it is asked for, so that a first try needs no bucket elsewhere.
/// `EmbeddedS3` starts it before anything else and stops it after everything else. Depends on embedded-services.
@NullMarked
package io.tidemark.api.embedded;

import org.jspecify.annotations.NullMarked;
