package io.tidemark.repository.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Objects in a bucket of AWS S3 or any server that speaks S3.
///
/// One call is one request (a listing: one for each thousand objects), tried once; [ObjectStores#open] wraps it in
/// retries. Of the server it needs PUT, ranged GET, HEAD, LIST (version 2), DELETE and strong consistency.
/// [PutMode#CREATE] uses `If-None-Match: *`; a server that answers 501 to that is remembered, and asked by HEAD
/// before each PUT instead, which narrows a race but does not close it.
final class S3ObjectStore implements ObjectStore {

    private final RepositoryLocation.S3 location;
    private final S3Clients.Connected connected;
    private final S3Client s3;
    private final S3Failures failures;
    private final S3Locks locks;
    private volatile boolean conditionalWrites = true;
    /// Whether any answer has shown that the bucket exists: a HEAD for a missing object cannot tell.
    private volatile boolean bucketSeen;

    private S3ObjectStore(RepositoryLocation.S3 location, S3Clients.Connected connected) {
        this.location = location;
        this.connected = connected;
        this.s3 = connected.client();
        String server =
                connected.endpoint() == null ? "AWS" : connected.endpoint().toString();
        this.failures = new S3Failures(this, location.bucket(), server);
        this.locks = new S3Locks(this, s3, failures, location.bucket(), this::full);
    }

    /// Sets up a client; the server is not asked yet.
    static S3ObjectStore open(RepositoryLocation.S3 location, StoreOptions options, StoreMeter meter)
            throws StoreException {
        return new S3ObjectStore(location, S3Clients.connect(options, meter));
    }

    @Override
    public String location() {
        return location.toString();
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        put(key, content, mode, _ -> {});
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode, Sent sent) throws StoreException {
        ObjectKeys.requireKey(key);
        if (content.remaining() > MAX_OBJECT_BYTES) {
            throw StoreFailures.tooLargeToStore(this, key, content.remaining());
        }
        boolean conditional = mode == PutMode.CREATE && conditionalWrites;
        if (mode == PutMode.CREATE && !conditional) {
            requireAbsent(key);
        }
        try {
            Sending.told(sent, () -> send(key, content, conditional));
            bucketSeen = true;
        } catch (SdkException e) {
            if (conditional && S3Failures.isNotImplemented(e)) {
                conditionalWrites = false;
                put(key, content, mode, sent);
                return;
            }
            if (S3Failures.isBrokenOff(e)) {
                // A server that refuses a request may hang up on the rest of the body, and its answer is lost: ask
                // again.
                bucketSeen = false;
                requireBucket();
            }
            throw failures.of(e, "put " + key, key);
        }
    }

    private void send(String key, ByteBuffer content, boolean conditional) {
        RequestBody body = RequestBody.fromContentProvider(
                () -> new ByteBufferStream(content), content.remaining(), "application/octet-stream");
        s3.putObject(
                request -> {
                    request.bucket(location.bucket())
                            .key(full(key))
                            .contentLength((long) content.remaining())
                            .ifNoneMatch(conditional ? "*" : null);
                    locks.lock(request, key, content);
                },
                body);
    }

    private void requireAbsent(String key) throws StoreException {
        if (head(key).isPresent()) {
            throw StoreFailures.exists(this, key, null);
        }
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        ObjectKeys.requireKey(key);
        try (S3Body body = request(key, null)) {
            return body.whole();
        } catch (SdkException e) {
            throw failures.of(e, "get " + key, key);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw failures.of(e, "get " + key, key);
        }
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        ObjectKeys.requireKey(key);
        ObjectKeys.requireOffset(offset);
        int length = destination.remaining();
        if (length == 0) {
            return;
        }
        try (S3Body body = request(key, "bytes=" + offset + "-" + (offset + length - 1))) {
            body.range(offset, destination);
        } catch (SdkException e) {
            if (S3Failures.isRangeBeyondEnd(e)) {
                long size = head(key).map(StoredObject::size).orElse(0L);
                throw StoreFailures.tooShort(this, key, size, offset, length);
            }
            throw failures.of(e, "get " + key, key);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw failures.of(e, "get " + key, key);
        }
    }

    private S3Body request(String key, @Nullable String range) {
        S3Body body = new S3Body(
                this,
                key,
                s3.getObject(GetObjectRequest.builder()
                        .bucket(location.bucket())
                        .key(full(key))
                        .range(range)
                        .build()));
        bucketSeen = true;
        return body;
    }

    @Override
    public Optional<StoredObject> head(String key) throws StoreException {
        ObjectKeys.requireKey(key);
        try {
            HeadObjectResponse found =
                    s3.headObject(request -> request.bucket(location.bucket()).key(full(key)));
            bucketSeen = true;
            return Optional.of(new StoredObject(key, found.contentLength(), found.lastModified()));
        } catch (SdkException e) {
            if (!S3Failures.isNotFound(e)) {
                throw failures.of(e, "head " + key, key);
            }
            requireBucket();
            return Optional.empty();
        }
    }

    private void requireBucket() throws StoreException {
        if (bucketSeen) {
            return;
        }
        try {
            s3.listObjectsV2(request ->
                    request.bucket(location.bucket()).prefix(full("")).maxKeys(1));
            bucketSeen = true;
        } catch (SdkException e) {
            throw failures.of(e, "list", null);
        }
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        ObjectKeys.requirePrefix(prefix);
        String last = "";
        String continuation = null;
        do {
            ListObjectsV2Response page = page(prefix, continuation);
            for (S3Object object : page.contents()) {
                String key = object.key().substring(full("").length());
                if (!ObjectKeys.isKey(key)) {
                    continue;
                }
                if (key.compareTo(last) <= 0) {
                    throw new StoreException(
                            "The S3 server of " + location + " lists " + key + " after " + last
                                    + ", expected ascending order: it cannot hold a repository",
                            null);
                }
                last = key;
                each.accept(new StoredObject(key, object.size(), object.lastModified()));
            }
            continuation = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (continuation != null);
    }

    private ListObjectsV2Response page(String prefix, @Nullable String continuation) throws StoreException {
        try {
            ListObjectsV2Response page = s3.listObjectsV2(request ->
                    request.bucket(location.bucket()).prefix(full(prefix)).continuationToken(continuation));
            bucketSeen = true;
            return page;
        } catch (SdkException e) {
            throw failures.of(e, "list " + prefix, null);
        }
    }

    @Override
    public void delete(String key) throws StoreException {
        ObjectKeys.requireKey(key);
        if (locks.rule() != null) {
            locks.deleteVersions(key);
            return;
        }
        try {
            s3.deleteObject(request -> request.bucket(location.bucket()).key(full(key)));
        } catch (SdkException e) {
            if (!S3Failures.isNotFound(e)) {
                throw failures.of(e, "delete " + key, key);
            }
        }
    }

    @Override
    public Optional<ObjectLocks> locks() {
        return Optional.of(locks);
    }

    @Override
    public boolean createsAtomically() {
        return conditionalWrites;
    }

    @Override
    public void close() {
        s3.close();
        connected.http().close();
    }

    private String full(String key) {
        return location.prefix().isEmpty() ? key : location.prefix() + "/" + key;
    }
}
