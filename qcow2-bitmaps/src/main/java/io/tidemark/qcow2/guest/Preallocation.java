package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.refcount.Refcounts;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;

/// Tells images made with `preallocation=metadata`, by QEMU's own rule
/// (`qcow2_detect_metadata_preallocation`): clearly more clusters are counted as used than the file has room
/// for.
final class Preallocation {
    /// A larger image is taken for an ordinary one: counting would take longer than reading it is worth.
    private static final long MOST_BYTES = 256L << 20;

    private Preallocation() {}

    static boolean isOfMetadata(ImageSource image, Header header) throws IOException {
        long allocated = image.allocatedBytes();
        if (allocated < 0) {
            return false;
        }
        long real = allocated >>> header.clusterBits();
        long threshold = Math.max(real * 10 / 9, real + 2);
        long clusters = header.clustersFor(image.size());
        if (threshold > clusters || threshold << header.refcountOrder() >>> 3 > MOST_BYTES) {
            return false;
        }
        return Refcounts.read(image, header, _ -> {}).used(clusters, threshold, MOST_BYTES) >= threshold;
    }
}
