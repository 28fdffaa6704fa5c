package io.tidemark.qcow2.check;

import io.tidemark.qcow2.failure.UnsupportedImageException;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.refcount.Refcounts;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares how often each cluster is used with how often it is counted, as `qemu-img check` does.
///
/// Which images are clean, leaking or corrupt is what `qemu-img check` says too, but for two kinds of use
/// that meet in one cluster: that is a corruption here even when the cluster's count agrees. (The README
/// names what else differs.) Clusters are gone through in windows, so that memory stays at 16 MiB however
/// large the file is; each window takes a pass over the metadata. The source stays with the caller, who keeps
/// writers out of it.
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
        this.refcounts = Refcounts.read(source, header, damage -> corruption(String.valueOf(damage.getMessage())));
        this.fileSize = source.size();
    }

    /// Checks one image, not those below it.
    ///
    /// @throws io.tidemark.qcow2.failure.Qcow2FormatException  when the header is too damaged to go on
    /// @throws UnsupportedImageException  when it needs what this library does not do
    public static CheckReport run(ImageSource source) throws IOException {
        ImageCheck check = new ImageCheck(source, HeaderArea.read(source));
        long clusters = check.header.clustersFor(check.fileSize);
        if (clusters > MAX_CLUSTERS) {
            throw new UnsupportedImageException(
                    source.name(), "a check of %d clusters".formatted(clusters), "Use \"qemu-img check\".");
        }
        // A table may start right at the end of the file, where its zeros were never written.
        long end = clusters + 1;
        int[] counts = new int[(int) Math.min(WINDOW, end)];
        for (long start = 0; start < end; start += WINDOW) {
            check.pass(new Window(start, Math.min(end, start + WINDOW), counts), clusters);
        }
        return new CheckReport(check.leaks, check.corruptions, check.findings);
    }

    private void pass(Window window, long clusters) throws IOException {
        new ReferenceWalk(source, area, refcounts, new Findings(window)).walk();
        for (long cluster = window.start(); cluster < window.end(); cluster++) {
            long expected = window.count(cluster);
            long counted = refcounts.get(cluster);
            int difference = Long.compareUnsigned(counted, expected);
            if (difference < 0) {
                corruption("cluster at %d: counted %d, used %d", offset(cluster), counted, expected);
            } else if (window.overlaps(cluster)) {
                corruption(
                        "cluster at %d: used %d times, for things that must not share a cluster",
                        offset(cluster), expected);
            } else if (difference > 0 && (cluster < clusters || expected > 0)) {
                leaks++;
                note("cluster at %d: counted %s, used %d", offset(cluster), Long.toUnsignedString(counted), expected);
            }
        }
    }

    private long offset(long cluster) {
        return cluster << header.clusterBits();
    }

    private void corruption(String finding, @Nullable Object... values) {
        corruptions++;
        note(finding, values);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
    private void note(String finding, @Nullable Object... values) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding.formatted(values));
        }
    }

    /// Counts uses of the clusters of a window; what concerns no single cluster counts in the first window.
    private final class Findings implements References {
        private final Window window;

        Findings(Window window) {
            this.window = window;
        }

        @Override
        public void used(Use use, long offset, long length, int times) {
            if (use != Use.COMPRESSED && !header.isAligned(offset)) {
                broken("%s at %d: no multiple of the cluster size", use, offset);
                return;
            }
            // The last cluster of a file may be cut short.
            if (offset + length - fileSize >= header.clusterSize()) {
                broken("%s of %d bytes at %d: outside the file of %d bytes", use, length, offset, fileSize);
                return;
            }
            window.add(use, offset >>> header.clusterBits(), (offset + length - 1) >>> header.clusterBits(), times);
        }

        @Override
        public void saysUsedOnce(Use use, long offset, boolean once) throws IOException {
            long cluster = offset >>> header.clusterBits();
            if (window.contains(cluster) && once != (refcounts.get(cluster) == 1)) {
                corruption(
                        "entry of the %s at %d: says used %s, counted %s",
                        use, offset, once ? "once" : "not once", Long.toUnsignedString(refcounts.get(cluster)));
            }
        }

        @Override
        public void broken(String finding, @Nullable Object... values) {
            if (window.start() == 0) {
                corruption(finding, values);
            }
        }
    }
}
