package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
