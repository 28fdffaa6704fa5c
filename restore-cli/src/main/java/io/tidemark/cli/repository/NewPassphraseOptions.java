package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.repository.sealing.Passphrase;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a passphrase that is to be added comes from.
final class NewPassphraseOptions {
    @Option(
            names = "--new-passphrase-file",
            paramLabel = "FILE",
            description = "The new passphrase: the first line of FILE. Default: $TIDEMARK_NEW_PASSPHRASE, or the first"
                    + " line of $TIDEMARK_NEW_PASSPHRASE_FILE, or asked for twice at a terminal.")
    private @Nullable Path file;

    Passphrase chosen(Terminal terminal) throws CommandFailure, IOException {
        return new PassphraseWays(terminal, file, "TIDEMARK_NEW_PASSPHRASE")
                .chosen("New passphrase", "--new-passphrase-file or TIDEMARK_NEW_PASSPHRASE");
    }
}
