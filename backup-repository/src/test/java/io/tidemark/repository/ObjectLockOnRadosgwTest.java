package io.tidemark.repository;

import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectStores;
import io.tidemark.repository.store.RepositoryLocation;
import io.tidemark.repository.store.StoreCredentials;
import io.tidemark.repository.store.StoreOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// The same against a real S3 server with Object Lock, which `end-to-end/radosgw up` brings up; runs only when the
/// environment names it. Locks hold for seconds, and time passes as it does.
@Tag("radosgw")
@EnabledIfEnvironmentVariable(named = "TIDEMARK_RADOSGW", matches = "http.*")
class ObjectLockOnRadosgwTest extends ObjectLockContract {

    private static final String ACCESS_KEY = "tidemark";
    private static final String SECRET_KEY = "ebbandflow";

    @Override
    ObjectStore openStore() throws IOException {
        URI endpoint = URI.create(System.getenv("TIDEMARK_RADOSGW"));
        String bucket = "locked-" + UUID.randomUUID();
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .build()) {
            s3.createBucket(request -> request.bucket(bucket).objectLockEnabledForBucket(true));
        }
        return ObjectStores.open(
                new RepositoryLocation.S3(bucket, "machines"),
                StoreOptions.defaults()
                        .withEndpoint(endpoint)
                        .withCredentials(new StoreCredentials(ACCESS_KEY, SECRET_KEY)));
    }

    @Override
    Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    Duration period() {
        return Duration.ofSeconds(18);
    }

    @Override
    void pass(Duration time) {
        Instant until = Instant.now().plus(time).plusSeconds(1);
        Awaitility.await()
                .atMost(time.plusSeconds(10))
                .until(() -> Instant.now().isAfter(until));
    }
}
