/// The disks of a machine as they are typed, for a backup into a repository and for a machine of a server alike: what
/// a disk is called decides whether the next backup finds its earlier points and its mark. May use the terminal.
@NullMarked
package io.tidemark.cli.disk;

import org.jspecify.annotations.NullMarked;
