/// How a new image is laid down, from front to back.
///
/// [io.tidemark.qcow2.layout.ImageOptions], [io.tidemark.qcow2.layout.Compression] and
/// [io.tidemark.qcow2.layout.NewBitmap] are for callers of [io.tidemark.qcow2.Qcow2Writer]; the rest is
/// internal. Nothing is written twice and only the header, which comes last, is written at a lower offset
/// than what came before. Depends on formats, sources, failures and the recording of bitmaps.
@NullMarked
package io.tidemark.qcow2.layout;

import org.jspecify.annotations.NullMarked;
