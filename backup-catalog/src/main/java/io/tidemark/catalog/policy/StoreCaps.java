package io.tidemark.catalog.policy;

import jakarta.persistence.Embeddable;

/// What the runs of a policy may ask of the store of its repository, all of them on one worker together. Limits of the
/// repository hold besides: the tighter one counts.
///
/// @param requestsPerSecond attempts that are repeated count; 0 for no limit
/// @param bytesPerSecond    of content, up and down each; 0 for no limit, else at least 65,536
@Embeddable
public record StoreCaps(int requestsPerSecond, long bytesPerSecond) {
    public static final StoreCaps NONE = new StoreCaps(0, 0);
}
