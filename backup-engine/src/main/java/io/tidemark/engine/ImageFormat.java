package io.tidemark.engine;

import java.nio.file.Path;
import java.util.Locale;

/// The format of an image file. It is always told, never found out from the content, which belongs to the guest.
public enum ImageFormat {
    /// QEMU's own format, version 2 or 3.
    QCOW2,
    /// The disk's bytes and nothing else.
    RAW;

    /// The name in JSON and on the command line.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The format meant by a file name: raw for `….raw`, else qcow2.
    public static ImageFormat ofFileName(Path file) {
        Path name = file.getFileName();
        return name != null && name.toString().toLowerCase(Locale.ROOT).endsWith(".raw") ? RAW : QCOW2;
    }
}
