package io.tidemark.api.repository;

import io.tidemark.api.name.Name;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/// A repository to make known to the server.
///
/// @param location  `s3://bucket/prefix` or `file:/directory`
/// @param endpoint  URL of the S3 server; null for the SDK's own choice, or the embedded server where that is on
/// @param region  region that requests are signed for; null for the SDK's own choice
record CreateRepository(
        @NotNull @Name String name,
        @NotNull @Location String location,
        @Nullable @Endpoint String endpoint,

        @Nullable @Pattern(regexp = "[a-z0-9-]{1,50}", message = "must be 1 to 50 lower case letters, digits or -")
        String region) {}
