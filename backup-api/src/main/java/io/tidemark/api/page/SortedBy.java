package io.tidemark.api.page;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a list can be sorted by, for its description; the catalog, which sorts, refuses everything else.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SortedBy {
    /// The keys. The first, as it is written, is the usual order: `-createdAt`.
    String[] value();
}
