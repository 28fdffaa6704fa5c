package io.tidemark.worker.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.tidemark.worker.WorkerProperties;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Answers Prometheus at `/metrics` of `tidemark.worker.metrics-port`, where one is set. It tells no names but those
/// of repositories, and asks for no token: what may reach the port is for the network to say.
@Component
class MetricsPort implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsPort.class);

    private final WorkerProperties properties;
    private final ObjectProvider<PrometheusMeterRegistry> registry;
    private @Nullable HTTPServer server;

    MetricsPort(WorkerProperties properties, ObjectProvider<PrometheusMeterRegistry> registry) {
        this.properties = properties;
        this.registry = registry;
    }

    @Override
    public void start() {
        Integer port = properties.metricsPort();
        if (port == null) {
            return;
        }
        try {
            HTTPServer started = HTTPServer.builder()
                    .inetAddress(InetAddress.getByName(properties.metricsAddress()))
                    .port(port)
                    .registry(registry.getObject().getPrometheusRegistry())
                    .buildAndStart();
            server = started;
            LOG.info("Metrics are at http://{}:{}/metrics", properties.metricsAddress(), started.getPort());
        } catch (IOException refused) {
            throw new IllegalStateException(
                    "Metrics cannot be offered at " + properties.metricsAddress() + ":" + port
                            + ". Set tidemark.worker.metrics-address and tidemark.worker.metrics-port to an address of this host"
                            + " and a free port.",
                    refused);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /// The port in use; 0 while there is none.
    int port() {
        return server == null ? 0 : server.getPort();
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }
}
