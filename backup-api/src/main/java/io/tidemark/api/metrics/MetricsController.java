package io.tidemark.api.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/metrics")
@Tag(name = "metrics")
class MetricsController {
    /// Prometheus' text format, <https://prometheus.io/docs/instrumenting/exposition_formats/>.
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    MetricsController(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @GetMapping(produces = "text/plain")
    @Requires(Permission.READ)
    @Operation(operationId = "getMetrics", summary = "Tell this server's metrics, in Prometheus' text format")
    ResponseEntity<String> get() {
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, TEXT).body(registry.scrape(TEXT));
    }
}
