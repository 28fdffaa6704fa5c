package io.tidemark.api.embedded;

import io.tidemark.catalog.database.TidemarkProperties;
import io.tidemark.embedded.S3Server;
import io.tidemark.embedded.S3ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Runs the embedded S3 server and tells the AWS SDK in this process about it, as system properties: what the
/// environment says about endpoint, region or credentials has precedence. So a repository without an endpoint is on
/// this server. It is the first thing to start and the last to stop.
@Component
@ConditionalOnProperty("tidemark.embedded-s3.enabled")
class EmbeddedS3 implements SmartLifecycle {
    /// The bucket that is there from the start.
    static final String BUCKET = "tidemark";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedS3.class);

    private final EmbeddedS3Properties properties;
    private final Path dataDirectory;
    private final Environment environment;
    private @Nullable S3Server server;

    EmbeddedS3(EmbeddedS3Properties properties, TidemarkProperties tidemark, Environment environment) {
        this.properties = properties;
        this.dataDirectory = tidemark.dataDirectory();
        this.environment = environment;
    }

    @Override
    public synchronized void start() {
        try {
            S3Credentials credentials = credentials();
            server = S3Server.start(new S3ServerOptions(
                    dataDirectory.resolve("s3"), properties.port(), credentials.accessKey(), credentials.secretKey()));
            server.createBucket(BUCKET);
            tellSdk(
                    "aws.endpointUrlS3",
                    "AWS_ENDPOINT_URL_S3",
                    server.endpoint().toString());
            tellSdk("aws.region", "AWS_REGION", "us-east-1");
            LOG.info("The embedded S3 server is at {}, with a bucket named {}", server.endpoint(), BUCKET);
        } catch (IOException failure) {
            stop();
            throw new UncheckedIOException("The embedded S3 server did not start: " + failure.getMessage(), failure);
        }
    }

    private S3Credentials credentials() throws IOException {
        String accessKey = environment.getProperty("AWS_ACCESS_KEY_ID");
        String secretKey = environment.getProperty("AWS_SECRET_ACCESS_KEY");
        if (accessKey != null && secretKey != null) {
            return new S3Credentials(accessKey, secretKey);
        }
        S3Credentials kept = S3Credentials.keptIn(dataDirectory.resolve("s3-credentials"));
        System.setProperty("aws.accessKeyId", kept.accessKey());
        System.setProperty("aws.secretAccessKey", kept.secretKey());
        return kept;
    }

    private void tellSdk(String property, String variable, String value) {
        if (environment.getProperty(variable) == null) {
            System.setProperty(property, value);
        }
    }

    @Override
    public synchronized void stop() {
        if (server != null) {
            try {
                server.close();
            } catch (IOException failure) {
                LOG.warn("The embedded S3 server did not end in order", failure);
            }
            server = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return server != null;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
