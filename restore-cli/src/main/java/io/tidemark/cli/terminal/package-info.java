/// Between a command and whoever started it: [io.tidemark.cli.terminal.Terminal] keeps documents on standard
/// output apart from everything said to people and tells of Ctrl-C, [io.tidemark.cli.terminal.ExitCode] lists
/// how a command may end, and [io.tidemark.cli.terminal.Failure] turns whatever went wrong below into a
/// stable code, a message and an exit code. Depends on no command.
@NullMarked
package io.tidemark.cli.terminal;

import org.jspecify.annotations.NullMarked;
