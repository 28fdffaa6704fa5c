package io.tidemark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.catalog.schedule.ScheduleProperties;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SignsOfLifeTest {

    @Test
    void areTwoSecondsApartAndMissedAfterTwelveUnlessTold() {
        SignsOfLife signs = binder(Map.of()).bindOrCreate("tidemark.workers", SignsOfLife.class);

        assertThat(signs.heartbeat()).isEqualTo(Duration.ofSeconds(2));
        assertThat(signs.silentAfter()).isEqualTo(Duration.ofSeconds(12));
        assertThat(signs.deadAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(signs.checkIn()).isEqualTo(Duration.ofSeconds(3));
        assertThat(signs.checkInTolerance()).isEqualTo(Duration.ofMillis(7500));
        assertThat(signs.sweep()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void followOneProperty() {
        SignsOfLife signs = binder(Map.of("tidemark.workers.silent-after", "6s"))
                .bindOrCreate("tidemark.workers", SignsOfLife.class);
        ScheduleProperties schedule = binder(Map.of("tidemark.schedule.missed-after", "5m"))
                .bindOrCreate("tidemark.schedule", ScheduleProperties.class);

        assertThat(signs.heartbeat()).isEqualTo(Duration.ofSeconds(1));
        assertThat(signs.deadAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(schedule.missedAfter()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void spansTooShortAreRefusedWithTheirProperty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SignsOfLife(Duration.ofMillis(999)))
                .withMessageContaining("tidemark.workers.silent-after");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScheduleProperties(Duration.ZERO))
                .withMessageContaining("tidemark.schedule.missed-after");
    }

    private static Binder binder(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties));
    }
}
