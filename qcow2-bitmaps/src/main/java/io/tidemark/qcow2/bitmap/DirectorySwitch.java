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

/// How the header goes over from the old directory of bitmaps to the new one.
sealed interface DirectorySwitch permits DropDirectory, PublishDirectory, ReplaceDirectory {
    /// Writes what nobody sees before the switch; the caller flushes.
    void prepare(BitmapsExtension directory) throws IOException;

    /// Switches, durably. When it fails the old directory is in force, unless it says
    /// [io.tidemark.qcow2.source.UndoFailedException].
    void apply(BitmapsExtension directory) throws IOException;

    /// The way that suits an image.
    ///
    /// @param toNone  whether no bitmap will be left
    static DirectorySwitch of(ImageSource source, BitmapSet set, boolean toNone) throws IOException {
        HeaderArea area = set.area();
        Optional<HeaderExtension> extension = area.extension(HeaderExtension.BITMAPS);
        if (toNone) {
            return new DropDirectory(source, area);
        }
        if (extension.isPresent() && area.header().bitmapsAgree()) {
            return new ReplaceDirectory(source, area.header(), extension.get());
        }
        return PublishDirectory.planned(source, area);
    }

    /// Switches the autoclear word.
    static SectorSwitch autoclear(long before, long after) {
        return SectorSwitch.ofLong(Header.AUTOCLEAR_POSITION, before, after);
    }

    /// Switches back after a failure, so that the old bitmaps count again.
    ///
    /// @param reason  the failure, which gets that of switching back attached
    /// @throws UndoFailedException  when that fails too: the old bitmaps are not in force then
    static void takeBack(SectorSwitch back, ImageSource source, Throwable reason) throws UndoFailedException {
        try {
            back.apply(source);
        } catch (IOException e) {
            reason.addSuppressed(e);
            throw new UndoFailedException(source.name(), back.position(), reason);
        }
    }
}
