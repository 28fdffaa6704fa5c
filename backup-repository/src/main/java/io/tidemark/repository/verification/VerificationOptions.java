package io.tidemark.repository.verification;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How much to verify.
///
/// @param percent  how many of the stored chunks to read, above 0 and up to 100, oldest verified first; of no
///     meaning for [Level#STRUCTURE]
/// @param timeBudget  no further request is sent after this time; null for no end
/// @param readers  packs read at the same time; each takes 4 MiB of heap
public record VerificationOptions(
        Level level, double percent, @Nullable Duration timeBudget, int readers) {

    /// What is looked at.
    public enum Level {
        /// Manifests, maps and the index against a listing of the packs; no chunk is read.
        STRUCTURE,
        /// As before, and some of the chunks.
        SAMPLE,
        /// As before, and each stored chunk once, whichever number of points share it.
        FULL;

        /// The name in reports and on the command line: lower case.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public VerificationOptions {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("A sample is above 0 and at most 100 percent, but is " + percent);
        }
        if (timeBudget != null && (timeBudget.isNegative() || timeBudget.isZero())) {
            throw new IllegalArgumentException("A time budget is longer than nothing, but is " + timeBudget);
        }
        if (readers < 1 || readers > 64) {
            throw new IllegalArgumentException("1 to 64 packs are read at the same time, not " + readers);
        }
    }
}
