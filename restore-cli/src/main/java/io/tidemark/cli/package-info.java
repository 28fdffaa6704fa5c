/// The `tidemark` command line. Start at [io.tidemark.cli.Tidemark], which parses and runs, and
/// [io.tidemark.cli.TidemarkCommand], which lists the commands; each command is one class in the package of the word
/// it begins with. The command line needs a bucket and its key alone: no server, no database, no Spring.
/// It may depend on the engine, the repository and the image library, and on nothing that runs a server.
@NullMarked
package io.tidemark.cli;

import org.jspecify.annotations.NullMarked;
