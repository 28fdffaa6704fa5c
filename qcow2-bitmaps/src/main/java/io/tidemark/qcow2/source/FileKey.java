package io.tidemark.qcow2.source;

import io.tidemark.qcow2.failure.UnsupportedImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What makes a file the same file under any path.
///
/// @param device  number of the device it lies on
/// @param inode  its number there
record FileKey(long device, long inode) {
    private static final int TYPE_MASK = 0170000;
    private static final int REGULAR = 0100000;
    private static final int BLOCK_DEVICE = 0060000;

    /// The key of what a path leads to now, without opening it: opening and closing a file twice in one
    /// process drops the locks it holds on it.
    static FileKey of(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino,mode");
        int type = ((Integer) attributes.getOrDefault("mode", 0)) & TYPE_MASK;
        if (type != REGULAR && type != BLOCK_DEVICE) {
            throw new UnsupportedImageException(
                    path.toString(), "something that is neither a file nor a block device", "Name an image file.");
        }
        return new FileKey(
                ((Number) attributes.getOrDefault("dev", 0)).longValue(),
                ((Number) attributes.getOrDefault("ino", 0)).longValue());
    }
}
