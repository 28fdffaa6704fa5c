package io.tidemark.benchmarks;

import io.tidemark.embedded.S3Server;
import io.tidemark.embedded.S3ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// Serves S3 from a directory until its standard input ends, and prints how to reach it as shell assignments.
///
/// Arguments: the directory, then the buckets to make.
public final class ServeS3 {

    private ServeS3() {}

    @SuppressWarnings("SystemOut") // what it prints is its result
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var options = new S3ServerOptions(Path.of(arguments[0]), 0, "benchmark", "benchmark-secret");
        try (S3Server server = S3Server.start(options)) {
            for (int bucket = 1; bucket < arguments.length; bucket++) {
                server.createBucket(arguments[bucket]);
            }
            System.out.println("AWS_ENDPOINT_URL_S3=" + server.endpoint());
            System.out.println("AWS_ACCESS_KEY_ID=" + server.accessKey());
            System.out.println("AWS_SECRET_ACCESS_KEY=" + server.secretKey());
            System.out.flush();
            waitForTheEndOf(System.in);
        }
    }

    private static void waitForTheEndOf(InputStream input) throws IOException {
        while (input.read() >= 0) {
            // What is said does not matter, only that the other side is still there.
        }
    }
}
