package io.tidemark.catalog.database;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What every process of Tidemark is told.
///
/// @param dataDirectory where it keeps what it may lose: caches, and the data of embedded services
@ConfigurationProperties("tidemark")
public record TidemarkProperties(@DefaultValue(".tidemark") Path dataDirectory) {}
