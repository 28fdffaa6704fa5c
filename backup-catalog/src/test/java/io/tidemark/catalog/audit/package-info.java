/// Tests of the audit trail, some of which tamper with it as only a superuser of the database can.
@NullMarked
package io.tidemark.catalog.audit;

import org.jspecify.annotations.NullMarked;
