/// The persistent dirty bitmaps of an image: listing, reading, changing.
///
/// [io.tidemark.qcow2.bitmap.DirtyBitmap], [io.tidemark.qcow2.bitmap.RangeCursor] and
/// [io.tidemark.qcow2.bitmap.BitmapEditor] are for callers of the library and come from an image; the rest is
/// internal. A change is one switch of the directory of bitmaps: whatever fails or crashes, the image has the
/// old set or the new. Depends on reference counts, formats, sources and failures.
@NullMarked
package io.tidemark.qcow2.bitmap;

import org.jspecify.annotations.NullMarked;
