/// The structures of a qcow2 file, one type each, named as in QEMU's `docs/interop/qcow2`.
///
/// Parsing checks every length before it is used and refuses what the specification forbids; encoding is its
/// inverse. Everything is big-endian. Nothing here reads more than the structure asked for. Internal to the
/// library; depends on sources and failures.
@NullMarked
package io.tidemark.qcow2.format;

import org.jspecify.annotations.NullMarked;
