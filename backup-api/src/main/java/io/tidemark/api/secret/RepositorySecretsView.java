package io.tidemark.api.secret;

import io.tidemark.catalog.secret.SecretsView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which secrets of a repository the server keeps. What they are is never shown.
///
/// @param credentialsSetAt  null when workers use credentials of their own
/// @param passphraseSetAt  null when workers use passphrases of their own
record RepositorySecretsView(
        @Nullable Instant credentialsSetAt, @Nullable Instant passphraseSetAt) {
    static RepositorySecretsView of(SecretsView secrets) {
        return new RepositorySecretsView(secrets.credentialsSetAt(), secrets.passphraseSetAt());
    }
}
