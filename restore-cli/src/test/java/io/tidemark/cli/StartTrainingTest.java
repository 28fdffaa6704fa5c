package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES) // where the credentials of S3 are
class StartTrainingTest {

    private final Properties before = (Properties) System.getProperties().clone();

    @AfterEach
    void forget() {
        System.setProperties(before);
    }

    @Test
    void everyCommandItLearnsFromSucceeds(@TempDir Path directory) throws IOException {
        StartTraining.main(new String[] {directory.toString()});

        assertThat(directory.resolve("r.qcow2")).isRegularFile();
    }
}
