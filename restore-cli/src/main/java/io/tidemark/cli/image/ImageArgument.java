package io.tidemark.cli.image;

import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.failure.BitmapException;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ImageResolver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Parameters;

/// The image that a command works on. Backing files are found wherever the image says: who types the command works
/// with his own rights, as with `qemu-img`.
final class ImageArgument {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Path of a qcow2 image.")
    private Path path = Path.of("");

    /// Opens the image under QEMU's locks; the caller closes it.
    Qcow2Image open(Access access) throws IOException {
        return Qcow2Image.open(path, access, ImageResolver.within(List.of(Path.of("/"))));
    }

    Path path() {
        return path;
    }

    /// The bitmap of that name.
    DirtyBitmap bitmap(Qcow2Image image, String name) throws IOException {
        List<DirtyBitmap> bitmaps = image.bitmaps();
        return bitmaps.stream()
                .filter(bitmap -> bitmap.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BitmapException(
                        BitmapException.Problem.MISSING,
                        path.toString(),
                        "there is no bitmap \"" + name + "\", only "
                                + bitmaps.stream().map(DirtyBitmap::name).toList()
                                + ". \"tidemark image bitmap list\" shows them."));
    }
}
