package io.tidemark.qcow2.refcount;

/// Clusters of the file that follow each other.
///
/// @param first  number of the first cluster: its offset is that times the cluster size
/// @param count  how many, at least 1
public record ClusterRun(long first, long count) {
    public ClusterRun {
        if (first < 0 || count <= 0) {
            throw new IllegalArgumentException("no run of clusters: " + first + "+" + count);
        }
    }

    /// The first cluster after the run.
    public long end() {
        return first + count;
    }
}
