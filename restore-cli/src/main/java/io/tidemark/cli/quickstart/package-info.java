/// `tidemark quickstart`: the main job end to end on this machine, through the server's REST API alone. Start at
/// [io.tidemark.cli.quickstart.QuickstartCommand]. The server is a child process; nothing of it is on the class path.
@NullMarked
package io.tidemark.cli.quickstart;

import org.jspecify.annotations.NullMarked;
