package io.tidemark.qcow2.check;

import java.io.IOException;

/// Takes what a walk through the metadata comes across.
interface References {
    /// A piece of the file is used.
    ///
    /// @param offset  first byte
    /// @param length  bytes, at least 1
    /// @param what  by which structure
    void used(long offset, long length, String what);

    /// An active L1 or L2 entry says whether its cluster's count is exactly one.
    ///
    /// @param offset  of the cluster
    /// @param once  what it says
    void saysUsedOnce(long offset, boolean once, String what) throws IOException;

    /// Something breaks the format.
    void broken(String finding);
}
