package io.tidemark.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/// Dirties a bitmap of an image of 1 TiB. Arguments: the image, the pattern (see [TebibyteImage.Pattern]).
public final class MakeDirty {

    private MakeDirty() {}

    public static void main(String[] arguments) throws IOException {
        TebibyteImage.dirty(Path.of(arguments[0]), arguments[1]);
    }
}
