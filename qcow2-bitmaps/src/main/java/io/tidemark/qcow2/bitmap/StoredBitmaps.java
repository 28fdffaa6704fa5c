package io.tidemark.qcow2.bitmap;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What storing bitmaps left behind. The changes themselves are in the image.
///
/// @param leakedBytes  bytes of the file that nothing uses but that still count as used, because giving them
///     back failed; `qemu-img check -r leaks` frees them. 0 when all that failed was to tell the file system
///     that it may use their room for other files
/// @param cleanupFailure  why, `null` when nothing failed
public record StoredBitmaps(long leakedBytes, @Nullable IOException cleanupFailure) {
    static final StoredBitmaps CLEAN = new StoredBitmaps(0, null);
}
