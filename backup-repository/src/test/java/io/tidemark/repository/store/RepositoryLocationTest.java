package io.tidemark.repository.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryLocationTest {

    @ParameterizedTest
    @CsvSource({
        "s3://bucket,s3://bucket",
        "s3://bucket/,s3://bucket",
        "s3://bucket/a/b/,s3://bucket/a/b",
        "file:/srv/backups,file:/srv/backups",
        "file:///srv/backups/,file:/srv/backups",
        "file:/srv/./x/../my backups,file:/srv/my backups"
    })
    void textIsReadAndWrittenInOneSpelling(String text, String canonical) {
        assertThat(RepositoryLocation.parse(text)).hasToString(canonical);
        assertThat(RepositoryLocation.parse(canonical)).hasToString(canonical);
    }

    @Test
    void thePartsAreKept() {
        assertThat(RepositoryLocation.parse("s3://bucket/a/b")).isEqualTo(new RepositoryLocation.S3("bucket", "a/b"));
        assertThat(RepositoryLocation.parse("file:/srv")).isEqualTo(new RepositoryLocation.Directory(Path.of("/srv")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bucket/prefix",
                "http://host/bucket",
                "s3:/bucket",
                "s3://",
                "s3:///prefix",
                "s3://a",
                "s3://bad bucket/x",
                "s3://bucket//x",
                "s3://bucket/../x",
                "s3://bucket/a b",
                "file:",
                "file:relative",
                "file:a\0b",
                "S3://bucket"
            })
    void otherTextIsRefusedWithWhatWasExpected(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RepositoryLocation.parse(text));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RepositoryLocation.parse("ftp://host"))
                .withMessageContaining("s3://bucket/prefix or file:/directory");
    }
}
