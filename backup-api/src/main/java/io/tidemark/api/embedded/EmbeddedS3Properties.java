package io.tidemark.api.embedded;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// The embedded S3 server.
///
/// @param enabled  whether it runs at all
/// @param port  on 127.0.0.1; 0 for a free one, another at each start
@Validated
@ConfigurationProperties("tidemark.embedded-s3")
record EmbeddedS3Properties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("0") @Min(0) @Max(65_535) int port) {}
