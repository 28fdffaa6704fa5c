package io.tidemark.qcow2.check;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Takes what a walk through the metadata comes across.
interface References {
    /// A piece of the file is used.
    ///
    /// @param offset  first byte
    /// @param length  bytes, at least 1
    /// @param times  how often, at least 1
    void used(Use use, long offset, long length, int times);

    /// An active L1 or L2 entry says whether its cluster's count is exactly one.
    ///
    /// @param offset  of the cluster
    /// @param once  what it says
    void saysUsedOnce(Use use, long offset, boolean once) throws IOException;

    /// Something breaks the format: a pattern and its values, as there can be millions of findings of which
    /// few are kept.
    void broken(String finding, @Nullable Object... values);
}
