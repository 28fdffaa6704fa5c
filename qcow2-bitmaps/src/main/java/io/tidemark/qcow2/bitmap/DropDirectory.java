package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.format.BitmapsExtension;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.format.HeaderExtension;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.SectorSwitch;
import io.tidemark.qcow2.source.UndoFailedException;
import java.io.IOException;
import java.util.Optional;

/// From a directory to none: the autoclear bit goes first, which makes the bitmaps void, then the extension.
///
/// The extension can be taken out in one write when it is the last: its head becomes the end marker. Before
/// others it stays, void, until QEMU next writes the header or a bitmap is added; taking it out would mean
/// moving them in several sectors at once.
record DropDirectory(ImageSource source, HeaderArea area) implements DirectorySwitch {
    @Override
    public void prepare(BitmapsExtension directory) {
        // There is no new directory.
    }

    @Override
    public void apply(BitmapsExtension directory) throws IOException {
        long with = area.header().autoclear() & 3;
        long without = with & ~Header.AUTOCLEAR_BITMAPS;
        DirectorySwitch.autoclear(with, without).apply(source);
        Optional<HeaderExtension> extension = area.extension(HeaderExtension.BITMAPS);
        if (extension.isPresent() && extension.get().end() == area.extensionsEnd()) {
            long head = ((long) HeaderExtension.BITMAPS << 32) | BitmapsExtension.LENGTH;
            try {
                SectorSwitch.ofLong(extension.get().position(), head, 0).apply(source);
            } catch (UndoFailedException e) {
                throw e;
            } catch (IOException | RuntimeException | Error e) {
                DirectorySwitch.takeBack(DirectorySwitch.autoclear(without, with), source, e);
                throw e;
            }
        }
    }
}
