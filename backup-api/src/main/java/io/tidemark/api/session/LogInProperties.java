package io.tidemark.api.session;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How often a log-in may fail.
///
/// @param failuresPerName  how often with one name, until its time is over
/// @param failuresPerAddress  how often from one address
/// @param failureTime  how long after the first failure all are forgotten
@Validated
@ConfigurationProperties("tidemark.login")
record LogInProperties(
        @Min(1) @Max(1_000_000) @DefaultValue("10") int failuresPerName,
        @Min(1) @Max(1_000_000) @DefaultValue("50") int failuresPerAddress,

        @NotNull @DurationMin(seconds = 1) @DurationMax(days = 1) @DefaultValue("15m")
        Duration failureTime) {}
