package io.tidemark.cli;

import io.tidemark.cli.server.ServerOptions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `tidemark` itself: what all commands share.
@Command(
        name = "tidemark",
        description = {
            "Incremental, verifiable backups of QEMU/KVM virtual machines to S3.",
            "",
            "Backs up and restores with a bucket and its key alone; needs no server.",
            "",
            "The commands machine, policy, run, point, pool, token, user and audit drive a server, and so do list, add,"
                    + " connect and forget of repository: --server and the options beside it say which, here or behind the command."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%n\"tidemark COMMAND --help\" tells more of a command.%n%nExit codes:%n",
        footer = {
            "  0    done",
            "  1    failed; the message says why",
            "  2    wrong usage, or not there yet",
            "  3    done with warnings",
            "  10   no such repository, point, machine, disk or file",
            "  11   busy: the image is in use or a lock is held",
            "  12   wrong key or token",
            "  13   corrupt data",
            "  130  interrupted",
        },
        versionProvider = VersionOfJar.class,
        usageHelpAutoWidth = false)
@SuppressWarnings("UnusedVariable") // picocli reads help and version; --json is known before anything is parsed
final class TidemarkCommand implements Runnable {
    /// Options that may stand before the command and whose value is the next word.
    static final List<String> TAKE_A_VALUE = List.of("--server", "--token-file", "--ca-certificate");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print exactly one JSON document to standard output; everything else goes to standard error.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    @Mixin
    private ServerOptions server = new ServerOptions();

    /// Whether one of the options about a server stood before the command.
    boolean serverGiven() {
        return server.given();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: run \"tidemark --help\" for the list");
    }
}
