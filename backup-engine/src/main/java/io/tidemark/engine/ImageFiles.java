package io.tidemark.engine;

import io.tidemark.engine.source.DiskSource;
import io.tidemark.engine.source.Qcow2DiskSource;
import io.tidemark.engine.source.RawDiskSource;
import java.io.IOException;
import java.nio.file.Path;

/// Opens image files inside the roots.
final class ImageFiles {
    private ImageFiles() {}

    static DiskSource open(DiskImage disk, ImageRoots roots) throws IOException {
        Path image = roots.existing(disk.image());
        return switch (disk.format()) {
            case QCOW2 -> Qcow2DiskSource.open(image, roots.resolver());
            case RAW -> RawDiskSource.open(image);
        };
    }
}
