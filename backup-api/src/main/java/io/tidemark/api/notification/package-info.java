/// Tells people and programs how runs ended and which machines are out of objective.
///
/// `Deliverer` sends what the catalog has queued, through a `Sender` for each kind of channel; `Wordings`
/// puts notices into words. The controllers keep channels and rules, and show deliveries. May use `access`,
/// `audit`, `secret`, `page`, `precondition` and `problem`.
@NullMarked
package io.tidemark.api.notification;

import org.jspecify.annotations.NullMarked;
