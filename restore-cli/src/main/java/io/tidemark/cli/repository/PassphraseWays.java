package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.repository.sealing.Passphrase;
import io.tidemark.repository.sealing.PassphraseSource;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ways a passphrase comes in: a file, the environment, or typed. Never an argument, which every process of the
/// host can read.
final class PassphraseWays {
    private final Terminal terminal;
    private final @Nullable Path file;
    private final String variable;

    /// @param file what the option named, or null
    /// @param variable the environment variable that holds the passphrase; that of a file has `_FILE` behind it
    PassphraseWays(Terminal terminal, @Nullable Path file, String variable) {
        this.terminal = terminal;
        this.file = file;
        this.variable = variable;
    }

    /// Whether a passphrase was given, in whatever way but typing.
    boolean isGiven() {
        return file != null
                || terminal.environment(variable).isPresent()
                || terminal.environment(variable + "_FILE").isPresent();
    }

    /// The passphrase that was given; nothing if none was.
    Optional<Passphrase> given() throws CommandFailure, IOException {
        if (file != null) {
            return Optional.of(firstLine(file));
        }
        Optional<String> typed = terminal.environment(variable);
        if (typed.isPresent()) {
            return Optional.of(passphrase(typed.get().toCharArray(), "$" + variable));
        }
        Optional<String> path = terminal.environment(variable + "_FILE");
        try {
            return path.isEmpty() ? Optional.empty() : Optional.of(firstLine(Path.of(path.get())));
        } catch (InvalidPathException thrown) {
            throw CommandFailure.usage("$" + variable + "_FILE is no path: " + thrown.getMessage());
        }
    }

    /// The passphrase of an existing repository: read at once if it was given, else typed when it turns out that the
    /// repository is sealed.
    PassphraseSource source() throws CommandFailure, IOException {
        Optional<Passphrase> given = given();
        return new PassphraseSource() {
            @Override
            public boolean isGiven() {
                return given.isPresent();
            }

            @Override
            public Optional<Passphrase> passphrase() {
                return given.isPresent() ? given : typed("Passphrase");
            }
        };
    }

    /// A passphrase to be: given, or typed twice.
    ///
    /// @param options what to say about how to give it
    Passphrase chosen(String question, String options) throws CommandFailure, IOException {
        Optional<Passphrase> given = given();
        if (given.isPresent()) {
            return given.get();
        }
        Passphrase first = typed(question)
                .orElseThrow(
                        () -> CommandFailure.usage("No passphrase: give " + options + ", or run this at a terminal"));
        try (Passphrase second = typed(question + ", again").orElse(null)) {
            if (second == null || !first.isSame(second)) {
                first.close();
                throw CommandFailure.usage("The two passphrases differ, or are empty. Nothing was changed.");
            }
        }
        return first;
    }

    private Optional<Passphrase> typed(String question) {
        char[] characters = terminal.askSecretly(question).orElse(new char[0]);
        try {
            return characters.length == 0 ? Optional.empty() : Optional.of(Passphrase.of(characters));
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static Passphrase passphrase(char[] characters, String where) throws CommandFailure {
        try {
            return Passphrase.of(characters);
        } catch (IllegalArgumentException thrown) {
            throw CommandFailure.usage(where + ": " + thrown.getMessage());
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static Passphrase firstLine(Path from) throws CommandFailure, IOException {
        try {
            return Passphrase.firstLineOf(from);
        } catch (IllegalArgumentException thrown) {
            throw CommandFailure.usage(String.valueOf(thrown.getMessage()));
        }
    }
}
