package io.tidemark.qcow2.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The names that an image gives to its incompatible feature bits (qcow2 specification, "Feature name
/// table").
///
/// They only make messages clearer, so whatever is wrong with the table is passed over: the bits go by
/// number then.
final class FeatureNames {
    private static final int RECORD_LENGTH = 48;
    private static final int INCOMPATIBLE = 0;

    private final Map<Integer, String> incompatible = new HashMap<>();

    private FeatureNames() {}

    /// Looks for the table in what is at hand of the header area.
    ///
    /// @param start  the first bytes of the image
    /// @param headerLength  where the extensions start, as the header says
    static FeatureNames find(ByteBuffer start, int headerLength) {
        FeatureNames names = new FeatureNames();
        int at = headerLength;
        while (at >= Header.LENGTH_V2 && at <= start.limit() - HeaderExtension.HEAD_LENGTH) {
            int type = start.getInt(at);
            int length = start.getInt(at + 4);
            int data = at + HeaderExtension.HEAD_LENGTH;
            if (type == HeaderExtension.END || length < 0 || length > start.limit() - data) {
                break;
            }
            if (type == HeaderExtension.FEATURE_NAMES) {
                names.read(start, data, length);
            }
            at = data + HeaderExtension.padded(length);
        }
        return names;
    }

    /// What messages call some incompatible bits: each by its number, and its name where the image has one.
    String ofIncompatible(long bits) {
        List<String> words = new ArrayList<>();
        for (long left = bits; left != 0; left &= left - 1) {
            int bit = Long.numberOfTrailingZeros(left);
            String name = incompatible.get(bit);
            words.add(bit + (name == null ? "" : " (\"" + name + "\")"));
        }
        return (words.size() == 1 ? "incompatible feature bit " : "incompatible feature bits ")
                + String.join(", ", words);
    }

    private void read(ByteBuffer start, int data, int length) {
        for (int at = data; at + RECORD_LENGTH <= data + length; at += RECORD_LENGTH) {
            if (start.get(at) == INCOMPATIBLE && start.get(at + 2) != 0) {
                incompatible.putIfAbsent((int) start.get(at + 1), name(start, at + 2));
            }
        }
    }

    /// The name may fill its field without an end. Nothing but letters that print gets into a message.
    private static String name(ByteBuffer start, int at) {
        byte[] field = new byte[RECORD_LENGTH - 2];
        start.get(at, field);
        String text = new String(field, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).replaceAll("\\p{C}", "?");
    }
}
