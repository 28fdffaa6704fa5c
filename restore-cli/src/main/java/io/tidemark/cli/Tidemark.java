package io.tidemark.cli;

import io.tidemark.cli.terminal.Failure;
import io.tidemark.cli.terminal.SignalInterruption;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program: parses a command line, runs the command, and says how it ended.
public final class Tidemark {
    private final Terminal terminal;

    /// @param terminal where to speak; the caller decides about `--json` ([#wantsJson])
    public Tidemark(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void main(String[] arguments) {
        SignalInterruption interruption = SignalInterruption.watch(Thread.currentThread());
        Terminal terminal = Terminal.ofProcess(wantsJson(arguments), interruption);
        interruption.end(new Tidemark(terminal).run(arguments));
    }

    /// Whether the words ask for a JSON document. Known before they are parsed, since a wrong command line is itself
    /// reported as one.
    public static boolean wantsJson(String... arguments) {
        for (String argument : arguments) {
            if (argument.equals("--")) {
                return false;
            }
            if (argument.equals("--json")) {
                return true;
            }
        }
        return false;
    }

    /// Runs one command line.
    ///
    /// @return the exit code of the process
    public int run(String... arguments) {
        try {
            return execute(Commands.words(arguments));
        } catch (RuntimeException | Error thrown) {
            // A command's exceptions are reported as failures already; this is the program itself, or the JVM.
            Failure failure = Failure.of(thrown, false);
            failure.report(terminal);
            return failure.exitCode().number();
        }
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Commands.commandLine(terminal, arguments);
        // Help is plain text, read by people and by scripts alike; it goes where the terminal says.
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        commandLine.setOut(terminal.writer());
        commandLine.setParameterExceptionHandler(this::wrongUsage);
        commandLine.setExecutionExceptionHandler(this::failed);
        commandLine.setExecutionStrategy(Tidemark::run);
        int exitCode = commandLine.execute(arguments);
        if (!terminal.delivered()) {
            terminal.note("tidemark: standard output could not be written (disk full, or its reader is gone)");
            return exitCode == ExitCode.DONE.number() ? ExitCode.FAILED.number() : exitCode;
        }
        return exitCode;
    }

    /// Runs the command unless it was told of a server and needs none: who says `--server` does not expect work on a
    /// bucket.
    private static int run(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        boolean drivesAServer = last.commandSpec().findOption("--server") != null;
        if (!drivesAServer && ((TidemarkCommand) parsed.commandSpec().userObject()).serverGiven()) {
            throw new ParameterException(
                    last.commandSpec().commandLine(),
                    "\"" + last.commandSpec().qualifiedName() + "\" does not drive a server: leave --server,"
                            + " --token-file and --ca-certificate away");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private int wrongUsage(ParameterException thrown, String[] arguments) {
        Failure.usage(String.valueOf(thrown.getMessage())).report(terminal);
        CommandLine command = thrown.getCommandLine();
        List<String> suggestions =
                thrown instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        if (!suggestions.isEmpty()) {
            terminal.note("Did you mean: " + String.join(" or ", suggestions) + "?");
        }
        terminal.note(command.getHelp().synopsisHeading()
                + command.getHelp()
                        .synopsis(command.getHelp().synopsisHeadingLength())
                        .strip());
        terminal.note("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.number();
    }

    private int failed(Exception thrown, CommandLine command, ParseResult parsed) {
        Failure failure = Failure.of(thrown, terminal.interrupted());
        failure.report(terminal);
        return failure.exitCode().number();
    }
}
