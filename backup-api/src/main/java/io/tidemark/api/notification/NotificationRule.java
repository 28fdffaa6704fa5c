package io.tidemark.api.notification;

import io.tidemark.api.name.Reference;
import io.tidemark.catalog.notification.RuleView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A rule.
///
/// @param runs  of which runs it tells; null for a digest
/// @param digest  when it tells which machines are out of objective; null for a rule about runs
/// @param nextDigest  when it does so next; null for a rule about runs and for one that is not enabled
record NotificationRule(
        UUID id,
        String name,
        Reference channel,
        RuleDefinition.@Nullable RunSelection runs,
        RuleDefinition.@Nullable DigestSchedule digest,
        @Nullable Instant nextDigest,
        boolean enabled,
        Instant createdAt) {

    static NotificationRule of(RuleView rule) {
        return new NotificationRule(
                rule.id(),
                rule.terms().name(),
                new Reference(rule.terms().channel(), rule.channelName()),
                RuleDefinition.of(rule.terms().runs()),
                RuleDefinition.of(rule.terms().digest()),
                rule.nextDigest(),
                rule.terms().enabled(),
                rule.createdAt());
    }
}
