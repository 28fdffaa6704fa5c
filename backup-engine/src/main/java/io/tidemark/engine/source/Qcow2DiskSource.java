package io.tidemark.engine.source;

import io.tidemark.engine.mark.DiskFacts;
import io.tidemark.engine.mark.Layer;
import io.tidemark.engine.mark.MarkFacts;
import io.tidemark.engine.mark.MarksState;
import io.tidemark.qcow2.LayerBitmaps;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.bitmap.BitmapEditor;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.guest.Extent;
import io.tidemark.qcow2.guest.ExtentCursor;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.repository.point.BackingIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A disk in a qcow2 image, with whatever backing files it has.
public final class Qcow2DiskSource implements DiskSource {
    private final Path path;
    private final Qcow2Image image;
    private final boolean writable;
    private final List<BackingIdentity> below;

    private Qcow2DiskSource(Path path, Qcow2Image image, boolean writable, List<BackingIdentity> below) {
        this.path = path;
        this.image = image;
        this.writable = writable;
        this.below = below;
    }

    /// Opens an image: under the write lock where the file can be written, else under the read lock.
    ///
    /// @param path  the resolved path of the active image
    /// @param resolver  which backing files may be opened
    public static Qcow2DiskSource open(Path path, ImageResolver resolver) throws IOException {
        boolean writable = Files.isWritable(path);
        Qcow2Image image = Qcow2Image.open(path, writable ? Access.WRITE : Access.READ, resolver);
        try {
            return new Qcow2DiskSource(path, image, writable, BackingLayers.below(image));
        } catch (IOException | RuntimeException e) {
            image.close();
            throw e;
        }
    }

    @Override
    public String location() {
        return path.toString();
    }

    @Override
    public String format() {
        return BackingLayers.QCOW2;
    }

    @Override
    public long virtualSize() {
        return image.virtualSize();
    }

    @Override
    public DiskFacts facts() throws IOException {
        List<Layer> layers = new ArrayList<>();
        List<MarkFacts> marks = new ArrayList<>();
        layers.add(new Layer(BackingLayers.identity(path, format()), readMarks(0, marks)));
        for (BackingIdentity identity : below) {
            layers.add(new Layer(identity, readMarks(layers.size(), marks)));
        }
        return new DiskFacts(virtualSize(), layers, marks);
    }

    @Override
    public Optional<String> unmarkable() {
        if (!writable) {
            return Optional.of("the file is read-only");
        }
        return image.version() < 3 ? Optional.of("qcow2 version 2 has no marks") : Optional.empty();
    }

    @Override
    public void changeMarks(@Nullable NewMark add, List<String> drop) throws IOException {
        BitmapEditor editor = image.editBitmaps();
        // Bitmaps of an image that no longer keeps them go with the first change anyhow, as they do in QEMU.
        if (image.bitmapsValid()) {
            for (String name : drop) {
                if (image.bitmap(name).isPresent()) {
                    editor.remove(name);
                }
            }
        }
        if (add != null) {
            editor.add(add.name(), add.granularity(), Recording.ON);
        }
        editor.store();
    }

    @Override
    public void lockForReading() throws IOException {
        image.relock(Access.READ);
    }

    @Override
    public void lockForWriting() throws IOException {
        image.relock(Access.WRITE);
    }

    @Override
    public Ranges written(MarkFacts mark) throws IOException {
        LayerBitmaps layer = image.layerBitmaps(mark.layer());
        DirtyBitmap bitmap = layer.bitmaps().stream()
                .filter(listed -> listed.name().equals(mark.name()))
                .findFirst()
                .orElseThrow(() -> new BitmapException(
                        BitmapException.Problem.MISSING,
                        path.toString(),
                        "mark " + mark.name() + " was there a moment ago and is gone. Try again."));
        RangeCursor changed = layer.changedSince(bitmap);
        return changed::next;
    }

    @Override
    public Ranges data(long offset, long length) throws IOException {
        ExtentCursor extents = image.extents(offset, length);
        return () -> {
            for (Extent extent = extents.next(); extent != null; extent = extents.next()) {
                switch (extent) {
                    case Extent.Data _, Extent.Compressed _ -> {
                        return new ByteRange(extent.start(), extent.length());
                    }
                    case Extent.Zero _, Extent.Unallocated _ -> {}
                }
            }
            return null;
        };
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        image.read(offset, target);
    }

    @Override
    public void close() throws IOException {
        image.close();
    }

    private MarksState readMarks(int depth, List<MarkFacts> marks) throws IOException {
        try {
            LayerBitmaps layer = image.layerBitmaps(depth);
            for (DirtyBitmap bitmap : layer.bitmaps()) {
                String other = bitmap.inconsistent() ? null : bitmap.unusable();
                marks.add(new MarkFacts(
                        bitmap.name(), depth, bitmap.granularity(), bitmap.recording(), bitmap.inconsistent(), other));
            }
            return layer.valid() ? MarksState.VALID : MarksState.INVALIDATED;
        } catch (BitmapException e) {
            // Guest data stays readable when the directory of bitmaps is malformed: the disk is compared instead.
            return MarksState.UNREADABLE;
        }
    }
}
