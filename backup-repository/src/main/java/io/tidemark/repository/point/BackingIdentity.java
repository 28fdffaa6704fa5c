package io.tidemark.repository.point;

import java.time.Instant;

/// An image below the active one, as it can be recognised again. An active image's mark says nothing about writes to
/// these, so a mark is only trusted while they are the same.
///
/// @param path  the image's resolved path
/// @param format  its format, as its overlay names it
/// @param fileLength  bytes of the file
/// @param modifiedAt  when it was last written, kept to the nanosecond
public record BackingIdentity(String path, String format, long fileLength, Instant modifiedAt) {

    public BackingIdentity {
        PointText.require(path, "the path of a backing image");
        PointText.require(format, "the format of a backing image");
        if (fileLength < 0) {
            throw new IllegalArgumentException("A file has no negative length: " + fileLength);
        }
    }
}
