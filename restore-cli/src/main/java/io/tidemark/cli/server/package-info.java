/// Commands that drive a server over its REST API: `machine`, `policy`, `run`, `point`, `pool`, `token`, `user`,
/// `audit` and, in the group `repository`, those about repositories that the server knows.
///
/// Start at [io.tidemark.cli.server.MachineCommand]; [io.tidemark.cli.server.ServerOptions] says which server, and
/// [io.tidemark.cli.server.ServerApi] speaks to it. With `--json` each prints what the server answered. May use the
/// terminal, and disks as they are typed.
@NullMarked
package io.tidemark.cli.server;

import org.jspecify.annotations.NullMarked;
