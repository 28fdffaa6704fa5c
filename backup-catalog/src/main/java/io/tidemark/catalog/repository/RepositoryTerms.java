package io.tidemark.catalog.repository;

import io.tidemark.catalog.InvalidRequest;
import org.jspecify.annotations.Nullable;

/// Everything about a repository that its owner decides.
///
/// @param location `s3://bucket/prefix` or `file:/directory`
/// @param endpoint the URL of an S3 server other than the one the AWS SDK would choose
/// @param region   the region that requests are signed for; null for the SDK's own choice
/// @param sealed   whether it is made as a sealed one, should there be none yet
public record RepositoryTerms(
        String name,
        String location,
        @Nullable String endpoint,
        @Nullable String region,
        boolean sealed,
        RepositoryLimits limits) {

    /// @throws InvalidRequest `location-invalid`
    public RepositoryTerms {
        if (!location.startsWith("s3://") && !location.startsWith("file:/")) {
            throw new InvalidRequest(
                    "location-invalid",
                    "A repository is at s3://bucket/prefix or file:/directory, found \"" + location + "\".");
        }
    }

    /// An open one without limits.
    public static RepositoryTerms at(String name, String location, @Nullable String endpoint) {
        return new RepositoryTerms(name, location, endpoint, null, false, RepositoryLimits.NONE);
    }
}
