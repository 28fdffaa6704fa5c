package io.tidemark.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The two S3 requests that starting a server takes, signed by signature version 2, which fits in a few lines.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html">Signing requests</a>
final class S3Admin {

    private static final int PATIENCE_MILLIS = 5_000;

    private final URI endpoint;
    private final String accessKey;
    private final String secretKey;

    S3Admin(URI endpoint, String accessKey, String secretKey) {
        this.endpoint = endpoint;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    URI endpoint() {
        return endpoint;
    }

    void listBuckets() throws IOException {
        int status = status("GET", "/");
        if (status != HttpURLConnection.HTTP_OK) {
            throw new IOException(endpoint + " answered " + status
                    + " to a signed request: it is another server, or has another access key");
        }
    }

    void createBucket(String bucket) throws IOException {
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new IllegalArgumentException("Not a bucket name: \"" + bucket
                    + "\". Expected 3 to 63 lower-case letters, digits, dots or dashes");
        }
        int status = status("PUT", "/" + bucket);
        if (status != HttpURLConnection.HTTP_OK && status != HttpURLConnection.HTTP_CONFLICT) {
            throw new IOException(endpoint + " answered " + status + " when asked to create bucket " + bucket);
        }
    }

    int status(String method, String path) throws IOException {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        var connection = (HttpURLConnection) endpoint.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setRequestProperty("x-amz-date", date);
        connection.setRequestProperty(
                "Authorization", "AWS " + accessKey + ":" + sign(method + "\n\n\n\nx-amz-date:" + date + "\n" + path));
        try {
            int status = connection.getResponseCode();
            InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            if (body != null) {
                try (body) {
                    body.readAllBytes();
                }
            }
            return status;
        } finally {
            connection.disconnect();
        }
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA1", e);
        }
    }
}
