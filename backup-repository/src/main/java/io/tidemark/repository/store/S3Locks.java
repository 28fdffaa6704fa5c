package io.tidemark.repository.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// Object Lock of a bucket that has it.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html">S3 Object Lock</a>
final class S3Locks implements ObjectLocks {

    private final ObjectStore store;
    private final S3Client s3;
    private final S3Failures failures;
    private final String bucket;
    private final UnaryOperator<String> full;
    private volatile @Nullable LockRule rule;

    /// @param full  makes the bucket's key of a repository's
    S3Locks(ObjectStore store, S3Client s3, S3Failures failures, String bucket, UnaryOperator<String> full) {
        this.store = store;
        this.s3 = s3;
        this.failures = failures;
        this.bucket = bucket;
        this.full = full;
    }

    @Override
    public void enforce(LockRule enforced) {
        rule = enforced;
    }

    @Override
    public @Nullable LockRule rule() {
        return rule;
    }

    @Override
    public boolean areOffered() throws StoreException {
        try {
            if (s3.getBucketVersioning(request -> request.bucket(bucket)).status() != BucketVersioningStatus.ENABLED) {
                return false;
            }
            ObjectLockConfiguration configuration = s3.getObjectLockConfiguration(request -> request.bucket(bucket))
                    .objectLockConfiguration();
            return configuration != null && configuration.objectLockEnabled() == ObjectLockEnabled.ENABLED;
        } catch (AwsServiceException e) {
            StoreException failure = failures.of(e, "ask bucket " + bucket + " for Object Lock", null);
            if (failure.retryable() || failure instanceof BucketMissingException) {
                throw failure;
            }
            // Servers without it say 400, 404, 405 or 501; credentials that may not ask cannot lock either.
            return false;
        } catch (SdkException e) {
            throw failures.of(e, "ask bucket " + bucket + " for Object Lock", null);
        }
    }

    /// Adds to a PUT what locks its object, if the rule says so.
    void lock(PutObjectRequest.Builder request, String key, ByteBuffer content) {
        LockRule current = rule;
        if (current != null && current.covers(key)) {
            request.objectLockMode(
                            switch (current.mode()) {
                                case GOVERNANCE -> ObjectLockMode.GOVERNANCE;
                                case COMPLIANCE -> ObjectLockMode.COMPLIANCE;
                            })
                    .objectLockRetainUntilDate(current.clock().instant().plus(current.period()))
                    .contentMD5(md5(content));
        }
    }

    /// What S3 demands of such a PUT.
    private static String md5(ByteBuffer content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(content.duplicate());
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }

    @Override
    public Optional<Instant> lockedUntil(String key) throws StoreException {
        return until(key, null);
    }

    private Optional<Instant> until(String key, @Nullable String version) throws StoreException {
        try {
            return Optional.ofNullable(s3.headObject(request ->
                            request.bucket(bucket).key(full.apply(key)).versionId(version))
                    .objectLockRetainUntilDate());
        } catch (SdkException e) {
            if (S3Failures.isNotFound(e)) {
                return Optional.empty();
            }
            throw failures.of(e, "head " + key, key);
        }
    }

    @Override
    public void extend(String key, Instant until) throws StoreException {
        LockRule current = rule;
        LockMode mode = current == null ? LockMode.GOVERNANCE : current.mode();
        try {
            s3.putObjectRetention(request -> request.bucket(bucket)
                    .key(full.apply(key))
                    .retention(retention -> retention
                            .mode(
                                    switch (mode) {
                                        case GOVERNANCE -> ObjectLockRetentionMode.GOVERNANCE;
                                        case COMPLIANCE -> ObjectLockRetentionMode.COMPLIANCE;
                                    })
                            .retainUntilDate(until)));
        } catch (SdkException e) {
            throw failures.of(e, "lock " + key, key);
        }
    }

    /// Deletes every version of an object, delete markers included.
    void deleteVersions(String key) throws StoreException {
        for (String version : versions(key)) {
            try {
                s3.deleteObject(
                        request -> request.bucket(bucket).key(full.apply(key)).versionId(version));
            } catch (SdkException e) {
                if (S3Failures.isNotFound(e)) {
                    continue;
                }
                StoreException failure = failures.of(e, "delete " + key, key);
                Optional<Instant> until =
                        failure instanceof StoreAccessDeniedException ? until(key, version) : Optional.empty();
                if (until.isPresent()) {
                    throw new StoreLockedException(store, key, until.get(), e);
                }
                throw failure;
            }
        }
    }

    private List<String> versions(String key) throws StoreException {
        String wanted = full.apply(key);
        List<String> versions = new ArrayList<>();
        String keyMarker = null;
        String versionMarker = null;
        try {
            do {
                String fromKey = keyMarker;
                String fromVersion = versionMarker;
                ListObjectVersionsResponse page = s3.listObjectVersions(request ->
                        request.bucket(bucket).prefix(wanted).keyMarker(fromKey).versionIdMarker(fromVersion));
                page.versions().stream()
                        .filter(each -> each.key().equals(wanted))
                        .forEach(each -> versions.add(each.versionId()));
                page.deleteMarkers().stream()
                        .filter(each -> each.key().equals(wanted))
                        .forEach(each -> versions.add(each.versionId()));
                boolean more = Boolean.TRUE.equals(page.isTruncated());
                keyMarker = more ? page.nextKeyMarker() : null;
                versionMarker = more ? page.nextVersionIdMarker() : null;
            } while (keyMarker != null);
        } catch (SdkException e) {
            throw failures.of(e, "list versions of " + key, null);
        }
        return versions;
    }
}
