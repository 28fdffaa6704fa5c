package io.tidemark.engine.restore;

import java.io.IOException;

/// A file is where a restore would have to write.
public final class TargetExistsException extends IOException {
    private static final long serialVersionUID = 1;

    TargetExistsException(String message) {
        super(message);
    }

    TargetExistsException(String message, IOException cause) {
        super(message, cause);
    }
}
