package io.tidemark.repository.store;

/// The rules for keys, the same in every store, so that a repository can be copied from any store to any other.
final class ObjectKeys {

    /// Leaves room in S3's 1024 bytes for the location's prefix.
    static final int MAX_LENGTH = 512;

    private ObjectKeys() {}

    static void requireKey(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException("Not a key: \"" + printable(key) + "\". A key has 1 to " + MAX_LENGTH
                    + " characters and consists of names of A-Z a-z 0-9 . _ - that do not start with a dot,"
                    + " separated by single slashes");
        }
    }

    /// A prefix is the beginning of a key, cut anywhere; the empty one is the beginning of every key.
    static void requirePrefix(String prefix) {
        if (!prefix.isEmpty() && !isKey(prefix.endsWith("/") ? prefix + "x" : prefix)) {
            throw new IllegalArgumentException("Not the beginning of a key: \"" + printable(prefix) + "\"");
        }
    }

    static void requireOffset(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("Negative offset: " + offset);
        }
    }

    static boolean isKey(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        boolean nameStarts = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (nameStarts ? !isNameStart(c) : !(isNameStart(c) || c == '.' || c == '/')) {
                return false;
            }
            nameStarts = c == '/';
        }
        return !nameStarts;
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private static String printable(String text) {
        String cut = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
