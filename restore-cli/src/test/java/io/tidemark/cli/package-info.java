/// Commands as their users run them: a command line in, exit code, standard output and standard error out. Start at
/// [io.tidemark.cli.CommandLineRun]. Tests that let QEMU judge carry the tag `qemu`.
@NullMarked
package io.tidemark.cli;

import org.jspecify.annotations.NullMarked;
