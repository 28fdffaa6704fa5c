package io.tidemark.qcow2.guest;

import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An image whose bytes are the guest's. Where the file has holes, it says so.
///
/// @param size  guest bytes; QEMU takes a part of a sector at the end of the file for a whole one
record RawLayer(ImageSource data, long size, FileRuns runs) implements Layer {
    private static final int SECTOR = 512;

    static RawLayer open(ImageSource source) throws IOException {
        return new RawLayer(source, (source.size() + SECTOR - 1) & -SECTOR, new FileRuns(source));
    }

    @Override
    public Mapping map(long offset, long limit) throws IOException {
        FileRuns.Run run = runs.at(offset);
        long length = Math.min(Math.min(limit, size - offset), run.end() - offset);
        return run.data() ? new Mapping.Data(length, offset) : new Mapping.Zero(length, offset);
    }

    @Override
    public FileRuns.Run plainRun(long hostOffset) {
        // Holes are no data here in the first place.
        return FileRuns.Run.ALL_DATA;
    }

    @Override
    public void decompress(Mapping.Compressed mapping, ByteBuffer dst) {
        throw new IllegalStateException("a raw image has no compressed clusters");
    }
}
