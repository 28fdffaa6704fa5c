package io.tidemark.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import org.jspecify.annotations.Nullable;

/// The path of a list with what is asked of it.
final class Query {
    static final int LARGEST_PAGE = 200;

    private final StringBuilder path;

    /// All of a list, in pages as large as the server gives them.
    ///
    /// @param collection the list, such as `machines`
    Query(String collection) {
        this(collection, LARGEST_PAGE);
    }

    /// @param limit how long a page is at most
    Query(String collection, int limit) {
        this(new StringBuilder(collection).append("?limit=").append(limit));
    }

    private Query(StringBuilder path) {
        this.path = path;
    }

    /// What is no list and has no pages: the server refuses parameters that it does not know.
    static Query ofOne(String thing) {
        return new Query(new StringBuilder(thing));
    }

    /// What somebody typed, as a step of a path.
    static String step(String typed) {
        return URLEncoder.encode(typed, UTF_8).replace("+", "%20");
    }

    /// Asks for one thing more; nothing when `value` is null.
    Query with(String name, @Nullable String value) {
        if (value != null) {
            path.append(path.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, UTF_8));
        }
        return this;
    }

    String path() {
        return path.toString();
    }
}
