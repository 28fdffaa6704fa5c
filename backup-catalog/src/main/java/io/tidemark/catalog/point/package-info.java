/// Recovery points, as the catalog last saw them in the buckets.
///
/// A row is a copy of a committed manifest, never the truth. Start at [io.tidemark.catalog.point.Points], where
/// workers enter what they committed or found; screens read [io.tidemark.catalog.point.PointViews]. May use the
/// package of runs for its words.
@NullMarked
package io.tidemark.catalog.point;

import org.jspecify.annotations.NullMarked;
