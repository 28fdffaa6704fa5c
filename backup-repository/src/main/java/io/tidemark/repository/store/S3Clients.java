package io.tidemark.repository.store;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.InstanceProfileRegionProvider;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;

/// Sets up the AWS SDK so that every S3 server understands it.
///
/// - The whole payload is signed by `x-amz-content-sha256`, which real servers verify. Neither `aws-chunked`
///   encoding nor checksum trailers are sent, though they are the SDK's default: Ceph RGW 16 answers them with 400,
///   Swift with 501.
/// - Servers other than AWS are addressed in path style, so that they need no DNS name per bucket.
/// - The SDK does not retry: [RetryingObjectStore] does, and knows what a lost reply means.
final class S3Clients {

    private S3Clients() {}

    /// Makes a client without asking the server anything; the caller closes it and its HTTP client, which it does
    /// not close itself.
    ///
    /// @throws EndpointInvalidException when the SDK finds one that is no address
    static Connected connect(StoreOptions options, StoreMeter meter) throws StoreException {
        // What a limit holds back is not late: as many objects may share the line as there are connections.
        Duration attempt = options.requestTimeout()
                .plus(meter.limits().delayOf((long) options.maxConnections() * ObjectStore.MAX_OBJECT_BYTES));
        SdkHttpClient http = new MeteredHttpClient(
                Apache5HttpClient.builder()
                        .connectionTimeout(options.connectTimeout())
                        .socketTimeout(options.idleTimeout())
                        .connectionAcquisitionTimeout(attempt)
                        .maxConnections(options.maxConnections())
                        .tcpKeepAlive(true)
                        .build(),
                meter);
        try {
            S3Client client = client(options, http, attempt, options.endpoint() != null);
            ConfiguredEndpoint.require(endpointOf(client));
            if (options.endpoint() == null && endpointOf(client) != null) {
                // An endpoint of the environment or the profile: the SDK alone knows all the places it may come from.
                client.close();
                client = client(options, http, attempt, true);
            }
            return new Connected(client, http, endpointOf(client));
        } catch (StoreException e) {
            http.close();
            throw e;
        } catch (RuntimeException e) {
            http.close();
            Optional<EndpointInvalidException> invalid = ConfiguredEndpoint.of(e);
            if (invalid.isPresent()) {
                throw invalid.get();
            }
            if (e instanceof SdkClientException) {
                throw new StoreException("Cannot set up the S3 client: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    /// @param endpoint  null for AWS itself
    record Connected(
            S3Client client, SdkHttpClient http, @Nullable URI endpoint) {}

    private static S3Client client(StoreOptions options, SdkHttpClient http, Duration attempt, boolean otherThanAws)
            throws StoreException {
        S3AuthSchemeProvider standard = S3AuthSchemeProvider.defaultProvider();
        return S3Client.builder()
                .httpClient(http)
                .endpointOverride(options.endpoint())
                .region(region(options))
                .credentialsProvider(credentials(options))
                .forcePathStyle(otherThanAws)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .authSchemeProvider(request -> standard.resolveAuthScheme(request).stream()
                        .map(scheme -> scheme.toBuilder()
                                .putSignerProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, true)
                                .putSignerProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, false)
                                .build())
                        .toList())
                .overrideConfiguration(configuration -> configuration
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(attempt))
                .build();
    }

    private static @Nullable URI endpointOf(S3Client client) {
        return client.serviceClientConfiguration().endpointOverride().orElse(null);
    }

    private static AwsCredentialsProvider credentials(StoreOptions options) {
        StoreCredentials given = options.credentials();
        return given == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(given.accessKey(), given.secretKey()));
    }

    private static Region region(StoreOptions options) throws StoreException {
        if (options.region() != null) {
            return Region.of(options.region());
        }
        try {
            return new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
                    .getRegion();
        } catch (SdkClientException noneConfigured) {
            if (options.endpoint() != null || ConfiguredEndpoint.isInEnvironment()) {
                // What S3 servers other than AWS go by unless told otherwise.
                return Region.US_EAST_1;
            }
            return regionOfThisInstance(noneConfigured);
        }
    }

    private static Region regionOfThisInstance(SdkClientException noneConfigured) throws StoreException {
        try {
            return new InstanceProfileRegionProvider().getRegion();
        } catch (SdkClientException e) {
            e.addSuppressed(noneConfigured);
            throw new StoreException(
                    "No region is known for S3. Set AWS_REGION, or AWS_ENDPOINT_URL_S3 for a server other than AWS", e);
        }
    }
}
