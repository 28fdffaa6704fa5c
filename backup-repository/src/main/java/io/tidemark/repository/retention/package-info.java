/// Which points of a machine to keep: rules, and what they say about each point.
///
/// Start at [Retention]: a pure function of points, pins, rules, a time zone and the present instant. Nothing
/// here deletes anything.
@NullMarked
package io.tidemark.repository.retention;

import org.jspecify.annotations.NullMarked;
