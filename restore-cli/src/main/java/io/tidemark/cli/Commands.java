package io.tidemark.cli;

import io.tidemark.cli.image.ImageCommand;
import io.tidemark.cli.point.BackupCommand;
import io.tidemark.cli.point.DiffCommand;
import io.tidemark.cli.point.ForgetCommand;
import io.tidemark.cli.point.NbdCommand;
import io.tidemark.cli.point.PointsCommand;
import io.tidemark.cli.point.RepositoryCheckCommand;
import io.tidemark.cli.point.RestoreCommand;
import io.tidemark.cli.point.VerifyCommand;
import io.tidemark.cli.quickstart.QuickstartCommand;
import io.tidemark.cli.repository.RepositoryCommand;
import io.tidemark.cli.server.AuditCommand;
import io.tidemark.cli.server.KnownRepositories;
import io.tidemark.cli.server.MachineCommand;
import io.tidemark.cli.server.PointCommand;
import io.tidemark.cli.server.PolicyCommand;
import io.tidemark.cli.server.PoolCommand;
import io.tidemark.cli.server.RunCommand;
import io.tidemark.cli.server.TokenCommand;
import io.tidemark.cli.server.UserCommand;
import io.tidemark.cli.terminal.Terminal;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/// The commands by name, in the order of the help.
///
/// Reading a command's options costs milliseconds of every start, so only the command that is asked for is
/// built; the help builds all of them.
final class Commands {
    private static final List<String> NAMES = List.of(
            "quickstart",
            "server",
            "worker",
            "machine",
            "policy",
            "run",
            "point",
            "pool",
            "token",
            "user",
            "audit",
            "repository",
            "backup",
            "points",
            "restore",
            "verify",
            "image",
            "forget",
            "diff",
            "nbd",
            "completion");

    /// The command that has to know all others.
    private static final String ALL_AT_ONCE = "completion";

    private Commands() {}

    /// The words to parse for the words typed: `help COMMAND` is another way to say `COMMAND --help`.
    static String[] words(String... arguments) {
        if (arguments.length == 0 || !arguments[0].equals("help")) {
            return arguments;
        }
        String[] words = Arrays.copyOfRange(arguments, 1, arguments.length + 1);
        words[words.length - 1] = "--help";
        return words;
    }

    /// The command line that understands `arguments`.
    static CommandLine commandLine(Terminal terminal, String... arguments) {
        CommandLine root = new CommandLine(new TidemarkCommand());
        String first = first(arguments);
        for (String name : NAMES.contains(first) && !first.equals(ALL_AT_ONCE) ? List.of(first) : NAMES) {
            root.addSubcommand(name, command(name, terminal));
        }
        return root;
    }

    /// The command's name: the first word that is neither an option of `tidemark` itself nor an option's value.
    private static String first(String... arguments) {
        for (int n = 0; n < arguments.length; n++) {
            String word = arguments[n];
            if (!word.startsWith("-")) {
                return word;
            }
            if (TidemarkCommand.TAKE_A_VALUE.contains(word)) {
                n++;
            }
        }
        return "";
    }

    private static CommandLine command(String name, Terminal terminal) {
        return switch (name) {
            case "quickstart" -> new CommandLine(new QuickstartCommand(terminal));
            case "server" -> new CommandLine(new ServerCommand());
            case "worker" -> new CommandLine(new WorkerCommand());
            case "machine" -> new CommandLine(new MachineCommand(terminal));
            case "policy" -> new CommandLine(new PolicyCommand(terminal));
            case "run" -> new CommandLine(new RunCommand(terminal));
            case "point" -> new CommandLine(new PointCommand(terminal));
            case "pool" -> new CommandLine(new PoolCommand(terminal));
            case "token" -> new CommandLine(new TokenCommand(terminal));
            case "user" -> new CommandLine(new UserCommand(terminal));
            case "audit" -> new CommandLine(new AuditCommand(terminal));
            case "repository" -> repository(terminal);
            case "backup" -> new CommandLine(new BackupCommand(terminal));
            case "points" -> PointsCommand.commandLine(terminal);
            case "restore" -> new CommandLine(new RestoreCommand(terminal));
            case "verify" -> new CommandLine(new VerifyCommand(terminal));
            case "image" -> ImageCommand.commandLine(terminal);
            case "forget" -> new CommandLine(new ForgetCommand(terminal));
            case "diff" -> new CommandLine(new DiffCommand(terminal));
            case "nbd" -> new CommandLine(new NbdCommand());
            case "completion" -> new CommandLine(new CompletionCommand(terminal));
            default -> throw new IllegalArgumentException("no command is named " + name);
        };
    }

    private static CommandLine repository(Terminal terminal) {
        CommandLine group = RepositoryCommand.commandLine(terminal, new RepositoryCheckCommand(terminal));
        KnownRepositories.commands(terminal).forEach(group::addSubcommand);
        return group;
    }
}
