package io.tidemark.catalog.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.catalog.InvalidRequest;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {
    private static final Instant NOW = Instant.parse("2026-03-27T12:00:00Z");

    @Test
    void firesAtLocalTimeAcrossTheChangeToSummerTime() {
        CronSchedule schedule = CronSchedule.parse("0 30 4 * * ?", "Europe/Berlin", NOW);

        assertThat(schedule.nextFireTimes(3, NOW))
                .containsExactly(
                        Instant.parse("2026-03-28T03:30:00Z"),
                        Instant.parse("2026-03-29T02:30:00Z"),
                        Instant.parse("2026-03-30T02:30:00Z"));
    }

    @Test
    void hasFewerFireTimesThanAskedForWhenItEnds() {
        CronSchedule schedule = CronSchedule.parse("0 0 0 1 1 ? 2027-2028", "UTC", NOW);

        assertThat(schedule.nextFireTimes(5, NOW)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            every day                ; UTC          ; cron-invalid
            0 30 2 * *               ; UTC          ; cron-invalid
            0 99 2 * * ?             ; UTC          ; cron-invalid
            ''                       ; UTC          ; cron-invalid
            0 0 0 30 2 ?             ; UTC          ; cron-never-fires
            0 0 0 1 1 ? 2020         ; UTC          ; cron-never-fires
            0 30 2 * * ?             ; Europe/Bonn  ; time-zone-invalid
            """)
    void refusesWhatCannotBeASchedule(String cron, String zone, String code) {
        assertThatExceptionOfType(InvalidRequest.class)
                .isThrownBy(() -> CronSchedule.parse(cron, zone, NOW))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code))
                .satisfies(refused -> assertThat(refused.getMessage()).contains(code.startsWith("time") ? zone : cron));
    }
}
