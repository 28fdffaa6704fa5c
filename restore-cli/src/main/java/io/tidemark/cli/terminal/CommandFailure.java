package io.tidemark.cli.terminal;

import io.tidemark.engine.ExitCode;

/// A command's own reason to stop: what the libraries below cannot know, such as an option that does not fit.
/// The message is for people and says what to do; the code is for programs and stays the same for ever.
public final class CommandFailure extends Exception {
    private final ExitCode exitCode;
    private final String code;

    public CommandFailure(ExitCode exitCode, String code, String message) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
    }

    /// As [#CommandFailure(ExitCode, String, String)], when an exception below told of it.
    public CommandFailure(ExitCode exitCode, String code, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.code = code;
    }

    /// A wrong command line that only shows while the command runs.
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, "usage", message);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /// The stable name of what went wrong, such as `usage`.
    public String code() {
        return code;
    }
}
