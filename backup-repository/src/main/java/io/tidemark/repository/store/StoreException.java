package io.tidemark.repository.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A call to an [ObjectStore] failed.
///
/// The subclasses are the failures a caller can do something about; a plain `StoreException` is any other answer of
/// the store. The message says what was asked of which location, what came back, and what to do.
public class StoreException extends IOException {

    /// The code of failures that have no class of their own.
    public static final String FAILED = "store-failed";

    private final String code;

    public StoreException(String message, @Nullable Throwable cause) {
        this(FAILED, message, cause);
    }

    StoreException(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// A stable name of the kind of failure, the same in exit codes, problem details and the dashboard.
    public final String code() {
        return code;
    }

    /// Whether the same call may succeed a little later.
    public boolean retryable() {
        return false;
    }
}
