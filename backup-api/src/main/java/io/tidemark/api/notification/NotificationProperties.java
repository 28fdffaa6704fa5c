package io.tidemark.api.notification;

import jakarta.validation.constraints.Email;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How notifications are sent.
///
/// @param enabled      whether this server sends any; one of several is enough
/// @param timeout      how long a receiver may take for one attempt
/// @param firstRetry   when a delivery is tried again for the first time; each further wait is four times as long, up
/// to
///                     an hour
/// @param giveUpAfter  how long a delivery is tried
/// @param mailFrom     the sender's address of e-mail
/// @param dashboardUrl where the dashboard is, for links in messages; unset: no links
@Validated
@ConfigurationProperties("tidemark.notifications")
record NotificationProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("10s") Duration firstRetry,
        @DefaultValue("24h") Duration giveUpAfter,
        @DefaultValue("tidemark@localhost") @Email String mailFrom,
        @Nullable String dashboardUrl) {
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

    NotificationProperties {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "tidemark.notifications.timeout must be more than 0 and at most 1m, but is " + timeout + ".");
        }
        if (firstRetry.isNegative() || firstRetry.isZero()) {
            throw new IllegalArgumentException(
                    "tidemark.notifications.first-retry must be more than 0, but is " + firstRetry + ".");
        }
    }
}
