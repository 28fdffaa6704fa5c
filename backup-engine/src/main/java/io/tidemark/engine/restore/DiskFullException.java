package io.tidemark.engine.restore;

import java.io.IOException;
import java.nio.file.Path;

/// The file system of a restore's target has no room left.
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1;

    DiskFullException(Path target, long neededBytes, long freeBytes, IOException cause) {
        super(
                "No room to restore to " + target + ": up to " + neededBytes + " more bytes are needed, " + freeBytes
                        + " bytes are free. Nothing was left behind; free some space or choose another target.",
                cause);
    }
}
