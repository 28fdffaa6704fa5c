package io.tidemark.catalog.secret;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which secrets of a repository are set; never what they are.
///
/// @param credentialsSetAt null when none are
/// @param passphraseSetAt  null when none is
public record SecretsView(
        @Nullable Instant credentialsSetAt, @Nullable Instant passphraseSetAt) {}
