package io.tidemark.qcow2;

import io.tidemark.qcow2.bitmap.BitmapEditor;
import io.tidemark.qcow2.bitmap.BitmapSet;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.check.CheckReport;
import io.tidemark.qcow2.check.ImageCheck;
import io.tidemark.qcow2.failure.ImageChangedException;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.format.Snapshot;
import io.tidemark.qcow2.guest.ExtentCursor;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.FileImageSource;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.Undisturbed;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A qcow2 image and the images below it, open for as long as this object lives.
///
/// Guest data, extents and bitmaps can be read by several threads at the same time; changing bitmaps and
/// [#relock(Access)] are for one thread while no other uses the image. Offsets and lengths are guest bytes.
/// Memory does not grow with the disk or the chain: all images share 8 MiB of L2 tables, and an L1 table is
/// read in pieces of 32 KiB. Failures of the format, of locks and of bitmaps are
/// [io.tidemark.qcow2.failure.Qcow2Exception]s, of the device other `IOException`s. Do not interrupt threads
/// that use an image, see [FileImageSource]. What cursors and snapshot disks it hands out die with it.
///
/// The format is that of QEMU's `docs/interop/qcow2.rst`, called the qcow2 specification in this library.
public final class Qcow2Image implements Closeable {
    private final ImageSource source;
    private final boolean ownsSource;
    private final OpenChain chain;
    private volatile HeaderArea area;
    /// Set when this image changed its own header: it is read again before the next use.
    private volatile boolean stale;

    private Qcow2Image(ImageSource source, boolean ownsSource, HeaderArea area, OpenChain chain) {
        this.source = source;
        this.ownsSource = ownsSource;
        this.area = area;
        this.chain = chain;
    }

    /// Opens an image file under QEMU's locks: those of the access on it, those for reading on every file
    /// below and on external data files.
    ///
    /// @param resolver  says which backing files and data files may be opened
    /// @throws io.tidemark.qcow2.failure.ImageBusyException  when a QEMU process, or someone else, excludes
    ///     the access
    /// @throws io.tidemark.qcow2.failure.Qcow2FormatException  when the image is damaged
    /// @throws io.tidemark.qcow2.failure.UnsupportedImageException  when it needs what this library does not
    ///     do
    /// @throws io.tidemark.qcow2.failure.ImageNotAllowedException  when the resolver or the system
    ///     refuses a file
    /// @throws io.tidemark.qcow2.failure.ImageMissingException  when a file below or a data file is not there
    public static Qcow2Image open(Path path, Access access, ImageResolver resolver) throws IOException {
        FileImageSource source = FileImageSource.open(path, access);
        try {
            return open(source, true, resolver);
        } catch (IOException | RuntimeException e) {
            try {
                source.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /// Opens an image wherever its bytes are. Closing the image leaves the source open.
    public static Qcow2Image open(ImageSource source, ImageResolver resolver) throws IOException {
        return open(source, false, resolver);
    }

    private static Qcow2Image open(ImageSource source, boolean ownsSource, ImageResolver resolver) throws IOException {
        HeaderArea area = HeaderArea.read(source);
        return new Qcow2Image(source, ownsSource, area, OpenChain.open(source, area, resolver));
    }

    /// Goes over to other locks. No writer can come in between; where one does not keep to the locks, a
    /// changed header tells.
    ///
    /// @throws io.tidemark.qcow2.failure.ImageBusyException  when they cannot be had; those held stay
    /// @throws ImageChangedException  when the image is not what it was; the new locks are held
    public void relock(Access access) throws IOException {
        Undisturbed.call(() -> {
            if (source instanceof FileImageSource file) {
                file.relock(access);
            }
            requireUnchanged();
            return access;
        });
    }

    /// Compares the header with what it was when it was last read here: a way to notice writers that ignore
    /// the locks.
    ///
    /// @throws ImageChangedException  when it differs
    public void requireUnchanged() throws IOException {
        HeaderArea known = current();
        if (!HeaderArea.read(source).digest().equals(known.digest())) {
            throw new ImageChangedException(source.name(), "the header is different");
        }
    }

    /// The path it was opened under, when it is a file.
    public Optional<Path> path() {
        return source instanceof FileImageSource file ? Optional.of(file.path()) : Optional.empty();
    }

    /// What messages call the image.
    public String name() {
        return source.name();
    }

    /// The fixed part of the header as it was when the image was opened or its bitmaps last read.
    public Header header() {
        return area.header();
    }

    /// 2 or 3.
    public int version() {
        return area.header().version();
    }

    /// Guest bytes.
    public long virtualSize() {
        return area.header().virtualSize();
    }

    /// Bytes of a cluster, 512 to 2 MiB.
    public int clusterSize() {
        return area.header().clusterSize();
    }

    /// The file this image builds on, when it does.
    public Optional<BackingFile> backing() {
        return chain.backingFiles().stream().findFirst();
    }

    /// All files below, from the nearest down.
    public List<BackingFile> backingFiles() {
        return chain.backingFiles();
    }

    /// The external file that holds the guest data, when the image has one. It is only ever read, under
    /// locks of its own that stay those for reading.
    public Optional<DataFile> dataFile() {
        return chain.dataFile();
    }

    /// The internal snapshots, in the order of the table.
    ///
    /// @throws io.tidemark.qcow2.failure.Qcow2FormatException  when the table is damaged; the active
    ///     disk can be read nevertheless
    public List<Snapshot> snapshots() throws IOException {
        return Snapshot.readAll(source, current().header());
    }

    /// The disk as it was when a snapshot was made; the caller closes it before this image.
    ///
    /// @param snapshot  as listed by this image
    /// @throws io.tidemark.qcow2.failure.Qcow2FormatException  when its mapping is damaged
    public SnapshotDisk snapshotDisk(Snapshot snapshot) throws IOException {
        return new SnapshotDisk(
                snapshot, chain.disk().at(snapshot, source, current().header()));
    }

    /// The extents of a part of the disk, across all images of the chain.
    ///
    /// @throws IllegalArgumentException  when the part is not inside the disk
    public ExtentCursor extents(long offset, long length) {
        return chain.disk().extents(offset, length);
    }

    /// Fills a buffer with guest bytes, across all images of the chain; what none holds is zeros. Direct
    /// buffers are read many times faster than others.
    ///
    /// @throws IllegalArgumentException  when the range is not inside the disk
    public void read(long guestOffset, ByteBuffer dst) throws IOException {
        chain.disk().read(guestOffset, dst);
    }

    /// The bitmaps of this image (for those of images below see [#layerBitmaps(int)]), in the order of the
    /// directory. Not all of them need be usable: see [DirtyBitmap#unusable()].
    ///
    /// @throws io.tidemark.qcow2.failure.BitmapException  when the directory is damaged; guest data can be
    ///     read all the same
    public List<DirtyBitmap> bitmaps() throws IOException {
        return BitmapSet.read(source, current()).bitmaps();
    }

    /// The bitmap of this name.
    ///
    /// @throws io.tidemark.qcow2.failure.BitmapException  when the directory is damaged
    public Optional<DirtyBitmap> bitmap(String name) throws IOException {
        return BitmapSet.read(source, current()).bitmap(name);
    }

    /// Whether the image says that its bitmaps agree with its content. `false` only when there are bitmaps
    /// and a program that does not keep them wrote to the image.
    public boolean bitmapsValid() throws IOException {
        return !BitmapSet.read(source, current()).invalidated();
    }

    /// The dirty ranges of a bitmap, in guest bytes.
    ///
    /// @param bitmap  as listed by this image
    /// @throws io.tidemark.qcow2.failure.BitmapException  when it is not usable, or not there any more
    public RangeCursor dirtyExtents(DirtyBitmap bitmap) throws IOException {
        return BitmapSet.read(source, current()).dirtyRanges(bitmap);
    }

    /// The bitmaps of one of the images of the chain, as they are now, and what they say about this disk.
    ///
    /// @param depth  0 for this image, 1 for its backing file, and so on: at most as many as
    ///     [#backingFiles()] has
    /// @throws IllegalArgumentException  when there is no image so deep
    /// @throws io.tidemark.qcow2.failure.BitmapException  when the directory is damaged
    /// @throws ImageChangedException  when someone wrote to the image below, despite the lock held on it
    public LayerBitmaps layerBitmaps(int depth) throws IOException {
        if (depth < 0 || depth > chain.bitmaps().count()) {
            throw new IllegalArgumentException("no image at depth %d, the deepest is at %d"
                    .formatted(depth, chain.bitmaps().count()));
        }
        BitmapSet set =
                depth == 0 ? BitmapSet.read(source, current()) : chain.bitmaps().at(depth);
        return new LayerBitmaps(chain.disk(), depth, set);
    }

    /// Starts a change of the bitmaps, which needs [Access#WRITE].
    public BitmapEditor editBitmaps() {
        return new BitmapEditor(source, new BitmapEditor.Owner() {
            @Override
            public HeaderArea known() throws IOException {
                return current();
            }

            @Override
            public void changed() {
                stale = true;
            }
        });
    }

    /// Compares the image's metadata with each other, without those of images below.
    ///
    /// @throws io.tidemark.qcow2.failure.Qcow2FormatException  when they are too damaged to go on
    public CheckReport check() throws IOException {
        return ImageCheck.run(source);
    }

    private HeaderArea current() throws IOException {
        if (stale) {
            area = HeaderArea.read(source);
            stale = false;
        }
        return area;
    }

    @Override
    public void close() throws IOException {
        try {
            chain.close();
        } finally {
            if (ownsSource) {
                source.close();
            }
        }
    }
}
