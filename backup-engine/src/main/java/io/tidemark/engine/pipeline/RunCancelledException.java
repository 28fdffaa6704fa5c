package io.tidemark.engine.pipeline;

import java.io.IOException;

/// The run was asked to stop while it moved data.
public final class RunCancelledException extends IOException {
    private static final long serialVersionUID = 1;

    public RunCancelledException() {
        super("The run was cancelled.");
    }
}
