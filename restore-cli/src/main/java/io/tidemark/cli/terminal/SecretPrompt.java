package io.tidemark.cli.terminal;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks a person for a secret.
@FunctionalInterface
public interface SecretPrompt {

    /// Asks, and does not show what is typed.
    ///
    /// @return what was typed, for the caller to wipe, or null if there is nobody to ask
    char @Nullable [] ask(String question);

    /// The terminal that this process was started from, if it was.
    static SecretPrompt ofProcess() {
        return question -> Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> console.readPassword("%s: ", question))
                .orElse(null);
    }
}
