package io.tidemark.cli.quickstart;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.engine.ExitCode;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Compares what a guest would read from two images, every byte of it.
record GuestComparison(Path left, Path right) {
    private static final int STEP = 4 << 20;

    /// @return how many bytes were compared
    /// @throws CommandFailure when the disks differ; says where first
    long requireIdentical() throws CommandFailure, IOException {
        try (Qcow2Image one = Qcow2Image.open(left, Access.READ, ImageResolver.refusing());
                Qcow2Image other = Qcow2Image.open(right, Access.READ, ImageResolver.refusing())) {
            if (one.virtualSize() != other.virtualSize()) {
                throw differ("one disk has " + one.virtualSize() + " bytes, the other " + other.virtualSize());
            }
            ByteBuffer ours = ByteBuffer.allocateDirect(STEP);
            ByteBuffer theirs = ByteBuffer.allocateDirect(STEP);
            for (long offset = 0; offset < one.virtualSize(); offset += STEP) {
                int length = (int) Math.min(STEP, one.virtualSize() - offset);
                one.read(offset, ours.clear().limit(length));
                other.read(offset, theirs.clear().limit(length));
                int mismatch = ours.flip().mismatch(theirs.flip());
                if (mismatch >= 0) {
                    throw differ("they differ at byte " + (offset + mismatch));
                }
            }
            return one.virtualSize();
        }
    }

    private CommandFailure differ(String how) {
        return new CommandFailure(
                ExitCode.CORRUPT, "restore-differs", left + " and " + right + " are not identical: " + how);
    }
}
