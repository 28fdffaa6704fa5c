package io.tidemark.qcow2;

import io.tidemark.qcow2.bitmap.BitmapSet;
import io.tidemark.qcow2.failure.ImageChangedException;
import io.tidemark.qcow2.format.HeaderArea;
import io.tidemark.qcow2.source.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The images below the top one, for the sake of the bitmaps in them: they are read, never written.
final class ChainBitmaps {
    private final List<@Nullable Holder> below = new ArrayList<>();

    private record Holder(ImageSource source, HeaderArea known) {}

    /// Puts a qcow2 image below those added before.
    void addQcow2(ImageSource source, HeaderArea known) {
        below.add(new Holder(source, known));
    }

    /// Puts a raw image, which has no bitmaps, below those added before.
    void addRaw() {
        below.add(null);
    }

    /// How many images there are.
    int count() {
        return below.size();
    }

    /// The bitmaps of the image at a depth from 1 on, `null` where it is raw.
    ///
    /// @throws ImageChangedException  when someone wrote to it, despite the lock that is held on it
    @Nullable
    BitmapSet at(int depth) throws IOException {
        Holder holder = below.get(depth - 1);
        if (holder == null) {
            return null;
        }
        HeaderArea area = HeaderArea.read(holder.source());
        if (!area.digest().equals(holder.known().digest())) {
            throw new ImageChangedException(holder.source().name(), "the header is different");
        }
        return BitmapSet.read(holder.source(), area);
    }
}
