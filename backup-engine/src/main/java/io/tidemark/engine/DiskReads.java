package io.tidemark.engine;

import io.tidemark.engine.pipeline.ChunkPipeline;
import io.tidemark.repository.DiskStatistics;
import io.tidemark.repository.DiskWriter;
import io.tidemark.repository.PointWriter;
import io.tidemark.repository.content.DiskContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Reads the disks of a backup into its point, one after the other, each as planned.
final class DiskReads {
    private final RecheckSample recheck;
    private final RandomGenerator random;
    private final ChunkPipeline pipeline;
    private final PointWriter writer;
    private final Consumer<String> warn;
    private final List<DiskWriter> targets = new ArrayList<>();

    DiskReads(
            RecheckSample recheck,
            RandomGenerator random,
            ChunkPipeline pipeline,
            PointWriter writer,
            Consumer<String> warn) {
        this.recheck = recheck;
        this.random = random;
        this.pipeline = pipeline;
        this.writer = writer;
        this.warn = warn;
    }

    /// Reads one disk.
    ///
    /// A change that the mark had missed turns the plan into a comparison of the whole disk.
    DiskReport read(
            DiskInBackup disk, ReadPlan plan, @Nullable DiskContent base, RequestedMode requested, ProgressMeter meter)
            throws IOException {
        long readBefore = pipeline.readBytes();
        DiskWriter target = writer.disk(disk.name(), disk.source().virtualSize(), base);
        targets.add(target);
        DiskBackup backup = new DiskBackup(disk.source(), base, target, pipeline, meter);
        ReadPlan carriedOut = plan;
        if (plan instanceof ReadPlan.Bitmap marked) {
            OptionalLong missed = backup.readChanges(marked, recheck, random);
            if (missed.isPresent()) {
                carriedOut = distrust(disk, marked, missed.getAsLong());
                backup.readEverything();
            }
        } else {
            backup.readEverything();
        }
        meter.tell();
        DiskStatistics statistics = target.statistics();
        return new DiskReport(
                disk.name(),
                carriedOut.mode(),
                requested,
                carriedOut.reason(),
                carriedOut.base(),
                disk.source().virtualSize(),
                backup.changedBytes(),
                pipeline.readBytes() - readBefore,
                statistics.newChunks(),
                statistics.storedBytes());
    }

    /// Bytes of the new chunks of all disks so far, compressed.
    long storedBytes() {
        return targets.stream()
                .mapToLong(target -> target.statistics().storedBytes())
                .sum();
    }

    private ReadPlan distrust(DiskInBackup disk, ReadPlan.Bitmap plan, long offset) {
        warn.accept(
                "Disk " + disk.name() + ": the content at guest offset " + offset + " differs from point "
                        + plan.base() + " although mark " + plan.mark().name()
                        + " calls it clean. The whole disk was compared "
                        + "instead. Was it shrunk and grown again, repaired, or written to by a program that keeps no bitmaps?");
        return new ReadPlan.Compare(plan.base(), ReadPlan.MARK_MISSED_A_CHANGE + ": guest offset " + offset);
    }
}
