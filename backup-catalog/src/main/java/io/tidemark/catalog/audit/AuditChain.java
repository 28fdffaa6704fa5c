package io.tidemark.catalog.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How the hash of an entry is made. `docs/operations/audit.md` says the same for those who check an export
/// with a program of their own; changing either makes every trail look broken.
final class AuditChain {
    /// What the first entry follows.
    static final byte[] BEGINNING = new byte[32];

    private static final byte[] FORMAT = "tidemark-audit-1\n".getBytes(US_ASCII);
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private AuditChain() {}

    /// SHA-256 over the hash before and everything the entry says; the entry's own hash is not looked at.
    static byte[] hash(byte[] before, AuditEntry entry) {
        MessageDigest hash = sha256();
        hash.update(FORMAT);
        hash.update(before);
        add(hash, Long.toString(entry.number()));
        add(hash, time(entry.at()));
        add(hash, entry.phase());
        add(hash, entry.begunNumber() == null ? null : Long.toString(entry.begunNumber()));
        add(hash, entry.requestId());
        add(hash, entry.operation());
        add(hash, entry.request());
        add(hash, entry.subjectType());
        add(hash, entry.subjectId());
        add(hash, entry.callerKind());
        add(hash, entry.callerId());
        add(hash, entry.callerName());
        add(hash, entry.address());
        add(hash, entry.status() == null ? null : Integer.toString(entry.status()));
        add(hash, entry.change());
        return hash.digest();
    }

    static String text(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    static byte[] bytes(String hash) {
        return HexFormat.of().parseHex(hash);
    }

    private static String time(Instant at) {
        return MICROSECONDS.format(at);
    }

    /// A byte 0 for nothing; else a byte 1, the length in four bytes, most significant first, and the text
    /// in UTF-8.
    private static void add(MessageDigest hash, @Nullable String field) {
        if (field == null) {
            hash.update((byte) 0);
            return;
        }
        byte[] text = field.getBytes(UTF_8);
        hash.update((byte) 1);
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
        hash.update(text);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
