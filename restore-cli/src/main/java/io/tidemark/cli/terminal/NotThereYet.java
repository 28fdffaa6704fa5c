package io.tidemark.cli.terminal;

import io.tidemark.engine.ExitCode;

/// What a command says that is planned, stands in the help, and cannot be run yet.
public final class NotThereYet {
    /// What the help says of such a command.
    public static final String HELP = "(Not there yet.)";

    private NotThereYet() {}

    /// The failure to throw.
    ///
    /// @param what the command or option, as typed
    /// @param instead what to do today
    public static CommandFailure of(String what, String instead) {
        return new CommandFailure(
                ExitCode.USAGE, "not-there-yet", "\"" + what + "\" is not there yet in this version. " + instead);
    }
}
