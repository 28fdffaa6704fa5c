package io.tidemark.repository.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Where a repository is, as people write it: `s3://bucket/prefix` or `file:/directory`.
///
/// `toString` gives that text back, in one canonical spelling.
public sealed interface RepositoryLocation {

    /// A bucket, and the beginning of all keys in it.
    ///
    /// @param prefix  without slashes at its ends; empty for the whole bucket
    record S3(String bucket, String prefix) implements RepositoryLocation {

        private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");
        private static final int MAX_PREFIX = 480;

        public S3 {
            if (!BUCKET.matcher(bucket).matches()) {
                throw new IllegalArgumentException("Not a bucket name: \"" + bucket
                        + "\". Expected 3 to 63 letters, digits, dots or dashes, as in s3://bucket/prefix");
            }
            if (!prefix.isEmpty() && (!ObjectKeys.isKey(prefix) || prefix.length() > MAX_PREFIX)) {
                throw new IllegalArgumentException("Not a prefix: \"" + prefix + "\". Expected at most " + MAX_PREFIX
                        + " characters of A-Z a-z 0-9 . _ - and single slashes, as in s3://bucket/prefix");
            }
        }

        @Override
        public String toString() {
            return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
        }
    }

    /// A directory of this machine, local or mounted.
    ///
    /// @param path  absolute and normalized
    record Directory(Path path) implements RepositoryLocation {

        public Directory {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException(
                        "Not an absolute directory: \"" + path + "\". Expected file:/directory");
            }
            path = path.normalize();
        }

        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /// Reads a location. The text after `file:` (or `file://`) is taken as a path as it stands, without
    /// percent-decoding.
    ///
    /// @throws IllegalArgumentException if it is neither form; the message says what was expected
    static RepositoryLocation parse(String text) {
        if (text.startsWith("s3://")) {
            String rest = text.substring("s3://".length());
            int slash = rest.indexOf('/');
            return slash < 0
                    ? new S3(rest, "")
                    : new S3(rest.substring(0, slash), withoutTrailingSlash(rest.substring(slash + 1)));
        }
        if (text.startsWith("file:")) {
            String rest = text.substring("file:".length());
            try {
                return new Directory(Path.of(rest.startsWith("///") ? rest.substring(2) : rest));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("Not a directory: \"" + text + "\": " + e.getMessage(), e);
            }
        }
        throw new IllegalArgumentException(
                "Not a repository location: \"" + text + "\". Expected s3://bucket/prefix or file:/directory");
    }

    private static String withoutTrailingSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }
}
