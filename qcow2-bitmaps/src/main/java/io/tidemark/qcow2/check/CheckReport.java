package io.tidemark.qcow2.check;

import java.util.List;

/// What a check found: the numbers that `qemu-img check` counts, in clusters and contradictions.
///
/// @param leaks  clusters that count as used more often than they are: they waste room, nothing else
/// @param corruptions  contradictions that can cost data
/// @param findings  the first hundred of them in words, with offsets in the file
public record CheckReport(long leaks, long corruptions, List<String> findings) {
    public CheckReport {
        findings = List.copyOf(findings);
    }

    /// Whether nothing was found.
    public boolean clean() {
        return leaks == 0 && corruptions == 0;
    }
}
