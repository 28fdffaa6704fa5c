package io.tidemark.worker;

import io.tidemark.catalog.database.CatalogConfiguration;
import io.tidemark.worker.life.ReconciliationProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;

/// Makes a process a worker, unless `tidemark.worker.enabled=false` says otherwise.
@AutoConfiguration(after = CatalogConfiguration.class)
@ConditionalOnProperty(name = "tidemark.worker.enabled", matchIfMissing = true)
@EnableConfigurationProperties({WorkerProperties.class, ReconciliationProperties.class})
@ComponentScan({"io.tidemark.worker.life", "io.tidemark.worker.metrics", "io.tidemark.worker.run"})
public class WorkerConfiguration {}
