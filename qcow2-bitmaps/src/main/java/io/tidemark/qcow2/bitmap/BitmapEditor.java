package io.tidemark.qcow2.bitmap;

import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageSource;
import io.tidemark.qcow2.source.Undisturbed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Collects changes to the bitmaps of an image and makes all of them at once.
///
/// Changes apply in the order they are named here; nothing is read or written before [#store()]. Bitmaps that
/// no change names stay as they are, bit for bit. An editor stores once, on one thread. An interrupt does not
/// disturb it.
///
/// Where the image says that its bitmaps do not agree with its content any more (`bitmaps-invalidated`),
/// whatever is stored drops all of them, as QEMU does when it opens such an image for writing.
public final class BitmapEditor {
    private final ImageSource source;
    private final Owner owner;
    private final List<BitmapChange> changes = new ArrayList<>();
    private boolean used;

    /// The image that is edited.
    public interface Owner {
        /// The header as it was last read: when another is found in the image, nothing is changed.
        HeaderArea known() throws IOException;

        /// Told when the header on disk has changed.
        void changed();
    }

    /// For images only: [io.tidemark.qcow2.Qcow2Image#editBitmaps()].
    public BitmapEditor(ImageSource source, Owner owner) {
        this.source = source;
        this.owner = owner;
    }

    /// Adds a bitmap with no bit set.
    ///
    /// @param name  1 to 1023 bytes in UTF-8, no NUL, not used by another bitmap
    /// @param granularity  bytes for one bit: a power of two, 512 to 2^31
    public BitmapEditor add(String name, long granularity, Recording recording) {
        changes.add(new BitmapChange.Add(name, granularity, recording));
        return this;
    }

    /// Removes a bitmap, whatever state it is in.
    public BitmapEditor remove(String name) {
        changes.add(new BitmapChange.Remove(name));
        return this;
    }

    /// Clears all bits of a bitmap.
    public BitmapEditor clear(String name) {
        changes.add(new BitmapChange.Clear(name));
        return this;
    }

    /// Sets the bits of a bitmap that stand for a byte of some ranges; bits that are set stay so.
    ///
    /// @param ranges  guest bytes inside the disk, in any order
    public BitmapEditor mark(String name, List<ByteRange> ranges) {
        changes.add(new BitmapChange.Mark(name, ranges));
        return this;
    }

    /// Sets in a bitmap all that is set in another, which stays as it is. Their granularities may differ: a
    /// bit is set when its granule touches a dirty byte.
    ///
    /// @param from  where set bits are taken from, as the changes named before leave it
    /// @param to  the bitmap that gets them
    public BitmapEditor merge(String from, String to) {
        changes.add(new BitmapChange.Merge(from, to));
        return this;
    }

    /// Renames a bitmap.
    public BitmapEditor rename(String from, String to) {
        changes.add(new BitmapChange.Rename(from, to));
        return this;
    }

    /// Turns the recording of a bitmap on or off.
    public BitmapEditor record(String name, Recording recording) {
        changes.add(new BitmapChange.SetRecording(name, recording));
        return this;
    }

    /// Makes the changes: all of them, or none when it fails. They are durable when it returns.
    ///
    /// @throws io.tidemark.qcow2.failure.BitmapException
    ///     `bitmap-missing`, `bitmap-exists`, `bitmap-in-use`, `bitmap-invalid`, `bitmap-limit` when a change
    ///     is impossible; `bitmap-not-writable`, `bitmap-directory-invalid` when the image forbids any;
    ///     `bitmap-store-uncertain` when a write failed in the one moment that decides and could not be taken
    ///     back: the image is whole then, with the old bitmaps, the new ones or void ones
    /// @throws io.tidemark.qcow2.failure.ImageChangedException  when the image is not what it was when it was
    ///     opened
    /// @throws io.tidemark.qcow2.failure.Qcow2FormatException  when metadata needed for it are damaged
    public StoredBitmaps store() throws IOException {
        if (used) {
            throw new IllegalStateException("this editor has stored already; ask the image for another");
        }
        used = true;
        return Undisturbed.call(() -> {
            BitmapStore store = BitmapStore.open(source, owner.known());
            try {
                return store.store(changes);
            } finally {
                owner.changed();
            }
        });
    }
}
