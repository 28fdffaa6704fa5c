/// Telling people and programs how runs ended and which machines are out of objective.
///
/// Channels say where ([io.tidemark.catalog.notification.Channels]), rules what
/// ([io.tidemark.catalog.notification.Rules]). A trigger notes every run that ends, in the transaction that
/// ends it; [io.tidemark.catalog.notification.FanOut] makes a delivery of it for each rule that fits, and
/// [io.tidemark.catalog.notification.Deliveries] hands each to one deliverer at a time until it has arrived
/// or is given up. May use the packages of runs, machines, schedules and secrets; none of them knows this
/// one.
@NullMarked
package io.tidemark.catalog.notification;

import org.jspecify.annotations.NullMarked;
