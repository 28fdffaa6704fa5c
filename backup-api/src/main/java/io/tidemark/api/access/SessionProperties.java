package io.tidemark.api.access;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How long somebody stays logged in.
///
/// @param idle  a session ends when nothing was asked for so long
/// @param lifetime  a session ends so long after the log-in, whatever was asked
@Validated
@ConfigurationProperties("tidemark.session")
record SessionProperties(
        @NotNull @DurationMin(minutes = 1) @DefaultValue("30m")
        Duration idle,

        @NotNull @DurationMin(minutes = 1) @DefaultValue("12h")
        Duration lifetime) {}
