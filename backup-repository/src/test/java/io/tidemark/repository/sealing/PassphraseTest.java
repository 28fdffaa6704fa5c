package io.tidemark.repository.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassphraseTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ebb and flow", "ebb and flow\n", "ebb and flow\r\n", "ebb and flow\nanother line\n"})
    void isTheFirstLineOfAFileWithoutItsEnd(String content) throws IOException {
        assertThat(Passphrase.firstLineOf(file(content)).bytes()).isEqualTo("ebb and flow".getBytes(UTF_8));
    }

    @Test
    void keepsSpacesAndBytesAsTheyAre() throws IOException {
        assertThat(Passphrase.firstLineOf(file(" Ebbe ü \n")).bytes()).isEqualTo(" Ebbe ü ".getBytes(UTF_8));
    }

    @Test
    void mayHave4096BytesBeforeTheLineEnds() throws IOException {
        String longest = "x".repeat(Passphrase.MAX_BYTES);

        assertThat(Passphrase.firstLineOf(file(longest + "\r\n")).bytes()).hasSize(Passphrase.MAX_BYTES);
        refused(longest + "x");
        refused(longest + "x\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\nsecond line"})
    void isNotAnEmptyLine(String content) throws IOException {
        refused(content);
    }

    private void refused(String content) throws IOException {
        Path file = file(content);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Passphrase.firstLineOf(file))
                .withMessageContaining("first line of " + file);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("passphrase"), content);
    }
}
