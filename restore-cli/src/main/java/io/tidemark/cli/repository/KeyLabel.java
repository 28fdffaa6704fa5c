package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.repository.sealing.RepositoryKey;
import java.time.Instant;

/// What people call a key.
final class KeyLabel {
    private KeyLabel() {}

    /// Refuses one that is too long or fits into no line, before anything is done.
    static void require(String label) throws CommandFailure {
        try {
            RepositoryKey.create(Instant.EPOCH, label);
        } catch (IllegalArgumentException thrown) {
            throw CommandFailure.usage("--label: " + thrown.getMessage());
        }
    }
}
