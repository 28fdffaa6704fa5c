package io.tidemark.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.sealing.Sealing;
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

    /// Requires that the document has these lines.
    public static void requireText(String text) throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains(text);
    }
}
