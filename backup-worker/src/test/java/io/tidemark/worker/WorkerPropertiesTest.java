package io.tidemark.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class WorkerPropertiesTest {
    @EnableConfigurationProperties(WorkerProperties.class)
    static class Settings {}

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Test
    void mayTouchNothingUnlessItIsTold() {
        runner.run(context -> {
            WorkerProperties properties = context.getBean(WorkerProperties.class);
            assertThat(properties.enabled()).isTrue();
            assertThat(properties.pool()).isEqualTo("default");
            assertThat(properties.name()).isEqualTo(WorkerProperties.host());
            assertThat(properties.imageRoots()).isEmpty();
            assertThat(properties.repositoryRoots()).isEmpty();
            assertThat(properties.concurrentRuns()).isEqualTo(2);
            assertThat(properties.bytesInFlight()).isEqualTo(DataSize.ofMegabytes(64));
        });
    }

    @Test
    void readsEveryKey() {
        Map<String, String> keys = Map.ofEntries(
                Map.entry("enabled", "false"),
                Map.entry("pool", "rack-1"),
                Map.entry("name", "kvm7"),
                Map.entry("image-roots", "/var/lib/images,/srv"),
                Map.entry("repository-roots", "/mnt/backup"),
                Map.entry("passphrase-directory", "/etc/tidemark/passphrases"),
                Map.entry("concurrent-runs", "5"),
                Map.entry("bytes-in-flight", "128MB"),
                Map.entry("metrics-port", "9464"),
                Map.entry("metrics-address", "0.0.0.0"),
                Map.entry("image-report-interval", "10m"));
        String[] values = keys.entrySet().stream()
                .map(key -> "tidemark.worker." + key.getKey() + "=" + key.getValue())
                .toArray(String[]::new);

        runner.withPropertyValues(values)
                .run(context -> assertThat(context.getBean(WorkerProperties.class))
                        .isEqualTo(new WorkerProperties(
                                false,
                                "rack-1",
                                "kvm7",
                                java.util.List.of(Path.of("/var/lib/images"), Path.of("/srv")),
                                java.util.List.of(Path.of("/mnt/backup")),
                                Path.of("/etc/tidemark/passphrases"),
                                5,
                                DataSize.ofMegabytes(128),
                                9464,
                                "0.0.0.0",
                                Duration.ofMinutes(10))));
    }

    @ParameterizedTest
    @CsvSource({
        "pool, Rack 1",
        "pool, ''",
        "name, ' '",
        "image-roots, images",
        "repository-roots, ../backup",
        "passphrase-directory, passphrases",
        "concurrent-runs, 0",
        "concurrent-runs, many",
        "bytes-in-flight, 1MB",
        "metrics-port, 65536",
        "metrics-address, ' '",
        "image-report-interval, -1s"
    })
    void refusesWhatMakesNoSense(String key, String value) {
        runner.withPropertyValues("tidemark.worker." + key + "=" + value)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void saysWhichRootIsNotAbsolute() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new WorkerProperties(
                        true,
                        "default",
                        null,
                        java.util.List.of(Path.of("a")),
                        java.util.List.of(),
                        null,
                        1,
                        DataSize.ofMegabytes(8),
                        null,
                        "127.0.0.1",
                        Duration.ZERO))
                .withMessageContaining("tidemark.worker.image-roots")
                .withMessageContaining("\"a\"");
    }
}
