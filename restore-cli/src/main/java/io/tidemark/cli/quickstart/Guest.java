package io.tidemark.cli.quickstart;

import io.tidemark.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;

/// What plays the machine in the quickstart: it owns the disk and writes to it between two backups.
interface Guest {
    /// Who writes, and so who sets the bits of the mark; printed, so that nobody takes one for the other.
    String description();

    /// Makes the image with its first content. The file must not exist.
    void create(Path image) throws CommandFailure, IOException, InterruptedException;

    /// Writes scattered new content, as a running machine does: the marks record it.
    ///
    /// @return the bytes written
    long write(Path image) throws CommandFailure, IOException, InterruptedException;

    /// Compares two images by their guest's content with a tool that is not Tidemark's, where there is one.
    ///
    /// @return whether such a tool ran and found them identical
    /// @throws CommandFailure when it found a difference
    boolean confirmIdentical(Path image, Path restored) throws CommandFailure, IOException, InterruptedException;
}
