package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.sealing.Keyring;
import io.tidemark.repository.sealing.Passphrase;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.MemoryObjectStore;
import io.tidemark.repository.store.PutMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// `docs/repository-format.md`, whose examples are what this version writes, byte for byte.
public final class FormatDocument {

    /// The repository that all examples belong to.
    public static final RepositoryId REPOSITORY = RepositoryId.parse("00112233-4455-4677-8899-aabbccddeeff");

    /// How they are enclosed, but for those of sealed objects.
    public static final Sealing PLAIN = Sealing.none(REPOSITORY);

    private static final Path DOCUMENT = Path.of("..", "docs", "repository-format.md");
    private static final int BYTES_PER_LINE = 16;

    private FormatDocument() {}

    /// Requires that the document has an example of this name with these bytes.
    public static void requireExample(String name, ByteBuffer bytes) throws IOException {
        StringBuilder expected = new StringBuilder("```hex " + name + "\n");
        ByteBuffer in = bytes.duplicate();
        for (int at = 0; in.hasRemaining(); at += BYTES_PER_LINE) {
            byte[] line = new byte[Math.min(BYTES_PER_LINE, in.remaining())];
            in.get(line);
            expected.append("%04x  ".formatted(at))
                    .append(HexFormat.ofDelimiter(" ").formatHex(line))
                    .append('\n');
        }
        assertThat(Files.readString(DOCUMENT)).contains(expected.append("```\n"));
    }

    /// The bytes of one of its examples.
    public static ByteBuffer example(String name) throws IOException {
        String document = Files.readString(DOCUMENT);
        String head = "```hex " + name + "\n";
        int start = document.indexOf(head) + head.length();
        StringBuilder digits = new StringBuilder();
        for (String line :
                document.substring(start, document.indexOf("```", start)).split("\n", -1)) {
            digits.append(line.substring(Math.min(6, line.length())).replace(" ", ""));
        }
        return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
    }

    /// How the sealed examples are enclosed: opened by the key and the passphrase that the document tells.
    public static Sealing sealed() throws IOException {
        MemoryObjectStore store = new MemoryObjectStore();
        store.put("keys/0e50a1ed-0000-4000-8000-00000000000f", example("key"), PutMode.ANY);
        try (Passphrase passphrase = Passphrase.of("ebb and flow".toCharArray())) {
            return Keyring.open(store, REPOSITORY, passphrase).sealing();
        }
    }

    /// Requires that the document has these lines.
    public static void requireText(String text) throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains(text);
    }
}
