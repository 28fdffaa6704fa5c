package io.tidemark.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One [S3Server] for all the tests of a JVM: started at first use on a temporary directory, and gone with the JVM.
///
/// Tests keep apart by buckets: each takes one of its own by [#freshBucket()].
public final class SharedS3 {

    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static @Nullable S3Server server;

    private SharedS3() {}

    /// The server; callers must not close it.
    public static synchronized S3Server server() {
        if (server == null) {
            server = startOnTemporaryDirectory();
        }
        return server;
    }

    /// Creates a bucket that no other test uses, and returns its name.
    public static String freshBucket() {
        String bucket = "test-" + BUCKETS.incrementAndGet() + "-" + random().substring(0, 8);
        try {
            server().createBucket(bucket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bucket;
    }

    private static S3Server startOnTemporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("tidemark-s3-");
            var options = new S3ServerOptions(directory, 0, "AK" + random().substring(0, 16), random());
            S3Server started = S3Server.start(options);
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform().name("shared-s3-end").unstarted(() -> end(started, directory)));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(S3Server started, Path directory) {
        try {
            started.close();
            DirectoryTree.delete(directory);
        } catch (IOException e) {
            System.err.println("The shared S3 server left " + directory + " behind: " + e);
        }
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
