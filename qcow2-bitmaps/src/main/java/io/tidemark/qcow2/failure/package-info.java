/// What can go wrong with a qcow2 image, one type per way a caller may react.
///
/// Everything this library refuses is a [io.tidemark.qcow2.failure.Qcow2Exception] with a stable code; plain
/// `IOException`s come from the operating system. Messages say what, where, what was expected and found, and
/// what to do. Depends on nothing.
@NullMarked
package io.tidemark.qcow2.failure;

import org.jspecify.annotations.NullMarked;
