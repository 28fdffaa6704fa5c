package io.tidemark.qcow2.check;

import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.refcount.Refcounts;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Compares how often each cluster is used with how often it is counted, as `qemu-img check` does.
///
/// Clusters are gone through in windows, so that memory stays at 16 MiB however large the file is; each
/// window takes a pass over the metadata.
public final class ImageCheck {
    private static final int WINDOW = 4 << 20;
    private static final long MAX_CLUSTERS = 1L << 33;
    private static final int MAX_FINDINGS = 100;

    private final ImageSource source;
    private final HeaderArea area;
    private final Header header;
    private final Refcounts refcounts;
    private final long fileSize;
    private final List<String> findings = new ArrayList<>();
    private long leaks;
    private long corruptions;

    private ImageCheck(ImageSource source, HeaderArea area) throws IOException {
        this.source = source;
        this.area = area;
        this.header = area.header();
        this.refcounts = Refcounts.read(source, header);
        this.fileSize = source.size();
    }

    /// Checks one image, not those below it.
    ///
    /// @throws io.tidemark.qcow2.failure.Qcow2FormatException  when the header or the refcount table is too damaged
    ///     to go on
    /// @throws UnsupportedImageException  when it needs what this library does not do
    public static CheckReport run(ImageSource source) throws IOException {
        ImageCheck check = new ImageCheck(source, HeaderArea.read(source));
        long clusters = check.header.clustersFor(check.fileSize);
        if (clusters > MAX_CLUSTERS) {
            throw new UnsupportedImageException(
                    source.name(), "a check of %d clusters".formatted(clusters), "Use \"qemu-img check\".");
        }
        int[] counts = new int[(int) Math.min(WINDOW, clusters)];
        for (long start = 0; start < clusters; start += WINDOW) {
            check.pass(start, Math.min(clusters, start + WINDOW), counts);
        }
        return new CheckReport(check.leaks, check.corruptions, check.findings);
    }

    private void pass(long start, long end, int[] counts) throws IOException {
        Arrays.fill(counts, 0);
        new ReferenceWalk(source, area, refcounts, new Window(start, end, counts)).walk();
        for (long cluster = start; cluster < end; cluster++) {
            long expected = counts[(int) (cluster - start)];
            long counted = refcounts.get(cluster);
            int difference = Long.compareUnsigned(counted, expected);
            if (difference > 0) {
                leaks++;
                note("cluster at %d: counted %s, used %d"
                        .formatted(offset(cluster), Long.toUnsignedString(counted), expected));
            } else if (difference < 0) {
                corruption("cluster at %d: counted %d, used %d".formatted(offset(cluster), counted, expected));
            }
        }
    }

    private long offset(long cluster) {
        return cluster << header.clusterBits();
    }

    private void corruption(String finding) {
        corruptions++;
        note(finding);
    }

    private void note(String finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }

    /// Counts uses of the clusters from `start` to `end`; what concerns no single cluster counts in the first
    /// window.
    private final class Window implements References {
        private final long start;
        private final long end;
        private final int[] counts;

        Window(long start, long end, int[] counts) {
            this.start = start;
            this.end = end;
            this.counts = counts;
        }

        @Override
        public void used(long offset, long length, String what) {
            boolean compressed = what.equals("compressed cluster");
            if (!compressed && !header.isAligned(offset)) {
                broken("%s at %d: no multiple of the cluster size".formatted(what, offset));
                return;
            }
            // The last cluster of a file may be cut short.
            if (offset + length - fileSize >= header.clusterSize()) {
                broken("%s of %d bytes at %d: outside the file of %d bytes".formatted(what, length, offset, fileSize));
                return;
            }
            long first = Math.max(start, offset >>> header.clusterBits());
            long last = Math.min(end - 1, (offset + length - 1) >>> header.clusterBits());
            for (long cluster = first; cluster <= last; cluster++) {
                counts[(int) (cluster - start)]++;
            }
        }

        @Override
        public void saysUsedOnce(long offset, boolean once, String what) throws IOException {
            long cluster = offset >>> header.clusterBits();
            if (cluster >= start && cluster < end && once != (refcounts.get(cluster) == 1)) {
                corruption("%s of the cluster at %d: says used %s, counted %s"
                        .formatted(
                                what,
                                offset,
                                once ? "once" : "not once",
                                Long.toUnsignedString(refcounts.get(cluster))));
            }
        }

        @Override
        public void broken(String finding) {
            if (start == 0) {
                corruption(finding);
            }
        }
    }
}
