package io.tidemark.catalog.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.catalog.InvalidRequest;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    @ValueSource(
            strings = {
                "0 0/15 8-17 ? * MON-FRI",
                "0 0 2 L * ?",
                "0 0 2 L-3W * ?",
                "0 0 2 LW * ?",
                "0 0 2 15W * ?",
                "0 0 2 1,15 JAN,jul ?",
                "0 0 2 ? * 6L",
                "0 0 2 ? * FRI#2",
                "0 0 2 ? * L",
                "*/30 * * * * ? 2030-2040/2",
                "0 0/10 2 * * ?",
                "0 0 2 L-30 * ?",
                "0 0 2 29 2 ?"
            })
    void takesAllThatQuartzWritesDown(String cron) {
        assertThat(CronSchedule.parse(cron, "UTC", NOW).next(NOW)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            0 30 every * * ? ; its hour cannot be "every"
            0 30 2 * *       ; it has 5 fields
            0 30 2 * * MON   ; one of day of month and day of week must be ?
            0 30 2 ? * 9     ; its day of week cannot be "9"
            0 0/0 2 * * ?    ; its minute cannot be "0/0", a step is 1 at least
            */00 0 2 * * ?   ; its second cannot be "*/00", a step is 1 at least
            0 0 2 ? * MON/0  ; its day of week cannot be "MON/0", a step is 1 at least
            0 0 2 * * ? 2030,2040/0 ; its year cannot be "2030,2040/0", a step is 1 at least
            """)
    void saysWhatIsWrongInWordsForPeople(String cron, String what) {
        assertThatExceptionOfType(InvalidRequest.class)
                .isThrownBy(() -> CronSchedule.parse(cron, "UTC", NOW))
                .withMessageContaining("\"" + cron + "\" is not a Quartz cron expression: " + what + ".");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            every day                ; UTC          ; cron-invalid
            0 30 2 * *               ; UTC          ; cron-invalid
            0 99 2 * * ?             ; UTC          ; cron-invalid
            ''                       ; UTC          ; cron-invalid
            0 0 0 30 2 ?             ; UTC          ; cron-never-fires
            0 0 0 31 2 ?             ; UTC          ; cron-never-fires
            0 0 0 31 2,4,6,9,11 ?    ; UTC          ; cron-never-fires
            0 0 0 30W 2 ?            ; UTC          ; cron-never-fires
            0 0 0 L-29 2 ?           ; UTC          ; cron-never-fires
            0 0 0 L-30 4 ?           ; UTC          ; cron-never-fires
            0 0 0 29 2 ? 2027/4      ; UTC          ; cron-never-fires
            0 0 0 1 1 ? 2020         ; UTC          ; cron-never-fires
            0 30 2 * * ? 2030 x      ; UTC          ; cron-invalid
            0 30 2 ? * MONX          ; UTC          ; cron-invalid
            0 30 2 ? * MON-FRIDAY    ; UTC          ; cron-invalid
            0 30 2 15WW * ?          ; UTC          ; cron-invalid
            0 30 2 1- * ?            ; UTC          ; cron-invalid
            0 30 2 1,,2 * ?          ; UTC          ; cron-invalid
            0-5-9 30 2 * * ?         ; UTC          ; cron-invalid
            98 30 2 * * ?            ; UTC          ; cron-invalid
            0 30 2 * * MON           ; UTC          ; cron-invalid
            0 30 2 * * ?             ; Europe/Bonn  ; time-zone-invalid
            0 30 2 * * ?             ; +01:00       ; time-zone-invalid
            0 30 2 * * ?             ; UTC+1        ; time-zone-invalid
            0 30 2 * * ?             ; Z            ; time-zone-invalid
            """)
    void refusesWhatCannotBeASchedule(String cron, String zone, String code) {
        assertThatExceptionOfType(InvalidRequest.class)
                .isThrownBy(() -> CronSchedule.parse(cron, zone, NOW))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code))
                .satisfies(refused -> assertThat(refused.getMessage()).contains(code.startsWith("time") ? zone : cron));
    }
}
