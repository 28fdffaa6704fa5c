/// The commands that make, list, read and drop recovery points: `backup`, `points`, `restore`, `verify`, `forget`,
/// `diff`, `nbd`. Each is a thin shell around one use case of the engine: options in, report out.
@NullMarked
package io.tidemark.cli.point;

import org.jspecify.annotations.NullMarked;
