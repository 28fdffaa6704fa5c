package io.tidemark.api.repository;

import io.tidemark.api.audit.Audited;
import io.tidemark.api.name.Name;
import io.tidemark.catalog.repository.RepositoryLimits;
import io.tidemark.catalog.repository.RepositoryTerms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/// A repository to make known to the server.
///
/// @param location  `s3://bucket/prefix` or `file:/directory`
/// @param endpoint  URL of the S3 server; null for the SDK's own choice, or the embedded server where that is on
/// @param sealed  whether to encrypt its content, when it is made; the passphrase comes from a file of the worker.
/// Default: no
/// @param limits  what each worker may ask of its store; null for no limits
/// @param region  region that requests are signed for; null for the SDK's own choice
@Audited
record CreateRepository(
        @NotNull @Name String name,
        @NotNull @Location String location,
        @Nullable @Endpoint String endpoint,

        @Nullable @Pattern(regexp = "[a-z0-9-]{1,50}", message = "must be 1 to 50 lower case letters, digits or -")
        String region,

        @Nullable Boolean sealed,
        @Nullable @Valid LimitsView limits) {

    RepositoryTerms terms() {
        return new RepositoryTerms(
                name,
                location,
                endpoint,
                region,
                Boolean.TRUE.equals(sealed),
                limits == null ? RepositoryLimits.NONE : limits.limits());
    }
}
