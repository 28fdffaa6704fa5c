package io.tidemark.engine.source;

import io.tidemark.engine.mark.DiskFacts;
import io.tidemark.engine.mark.Layer;
import io.tidemark.engine.mark.MarkFacts;
import io.tidemark.engine.mark.MarksState;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.FileImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A disk in a raw file, under the read lock. It has no marks, and all of it is taken for data.
public final class RawDiskSource implements DiskSource {
    private static final String RAW = "raw";

    private final Path path;
    private final FileImageSource file;
    private final long size;

    private RawDiskSource(Path path, FileImageSource file, long size) {
        this.path = path;
        this.file = file;
        this.size = size;
    }

    /// Opens a raw file.
    public static RawDiskSource open(Path path) throws IOException {
        FileImageSource file = FileImageSource.open(path, Access.READ);
        try {
            return new RawDiskSource(path, file, file.size());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public String location() {
        return path.toString();
    }

    @Override
    public String format() {
        return RAW;
    }

    @Override
    public long virtualSize() {
        return size;
    }

    @Override
    public DiskFacts facts() throws IOException {
        Layer only = new Layer(BackingLayers.identity(path, RAW), MarksState.VALID);
        return new DiskFacts(size, List.of(only), List.of());
    }

    @Override
    public Optional<String> unmarkable() {
        return Optional.of("a raw file has no place for marks");
    }

    @Override
    public void changeMarks(@Nullable NewMark add, List<String> drop) {
        throw new IllegalStateException("Raw file " + path + " has no marks.");
    }

    @Override
    public void lockForReading() {
        // The read lock is held from the start.
    }

    @Override
    public void lockForWriting() {
        throw new IllegalStateException("Raw file " + path + " is only ever read.");
    }

    @Override
    public Ranges written(MarkFacts mark) {
        throw new IllegalStateException("Raw file " + path + " has no marks.");
    }

    @Override
    public Ranges data(long offset, long length) {
        return Ranges.of(offset, length);
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        file.readPadded(target, offset);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
