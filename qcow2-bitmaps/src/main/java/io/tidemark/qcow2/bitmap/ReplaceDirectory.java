package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.format.BitmapsExtension;
import io.tidemark.qcow2.format.Header;
import io.tidemark.qcow2.format.HeaderExtension;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.SectorSwitch;
import io.tidemark.qcow2.source.UndoFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One directory after another: the extension's 24 bytes change in one sector.
///
/// Programs other than QEMU may have laid the extension across two sectors. Then the bitmaps are declared
/// void for the moment of the change: a crash in it costs the bitmaps, as it does in QEMU, but never makes a
/// stale one count.
record ReplaceDirectory(ImageSource source, Header header, HeaderExtension extension) implements DirectorySwitch {
    @Override
    public void prepare(BitmapsExtension directory) {
        // The extension is there already.
    }

    @Override
    public void apply(BitmapsExtension directory) throws IOException {
        int position = extension.dataPosition();
        ByteBuffer before = extension.data().view();
        if (SectorSwitch.fits(position, BitmapsExtension.LENGTH)) {
            new SectorSwitch(position, before, directory.encode()).apply(source);
            return;
        }
        long autoclear = header.autoclear() & 3;
        DirectorySwitch.autoclear(autoclear, autoclear & ~Header.AUTOCLEAR_BITMAPS)
                .apply(source);
        try {
            source.write(directory.encode(), position);
            source.flush();
            DirectorySwitch.autoclear(autoclear & ~Header.AUTOCLEAR_BITMAPS, autoclear)
                    .apply(source);
        } catch (UndoFailedException e) {
            // The bitmaps may count by now, so the extension must not be touched any more.
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            restore(before, autoclear, e);
            throw e;
        }
    }

    private void restore(ByteBuffer before, long autoclear, Throwable reason) throws UndoFailedException {
        try {
            source.write(before, extension.dataPosition());
            source.flush();
            DirectorySwitch.autoclear(autoclear & ~Header.AUTOCLEAR_BITMAPS, autoclear)
                    .apply(source);
        } catch (IOException e) {
            reason.addSuppressed(e);
            throw new UndoFailedException(source.name(), extension.dataPosition(), reason);
        }
    }
}
