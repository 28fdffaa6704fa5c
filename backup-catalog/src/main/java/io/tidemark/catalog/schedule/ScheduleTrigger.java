package io.tidemark.catalog.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronTrigger;
import org.quartz.ScheduleBuilder;
import org.quartz.impl.triggers.CronTriggerImpl;
import org.quartz.spi.MutableTrigger;

/// Fires when its schedule says, and so exactly at the times that the API foretells. For Quartz it is a cron trigger;
/// it is stored as one, and [SchedulesInQuartz] reads it back as what it is.
final class ScheduleTrigger extends CronTriggerImpl {
    private final transient CronSchedule schedule;

    private ScheduleTrigger(CronSchedule schedule, int misfireInstruction) {
        this.schedule = schedule;
        try {
            setCronExpression(schedule.expression());
        } catch (ParseException broken) {
            throw new IllegalStateException("A schedule was never checked: " + schedule, broken);
        }
        // Java's older time zones do not know all names of the newer ones, and only the name matters here.
        TimeZone zone = (TimeZone) TimeZone.getTimeZone("UTC").clone();
        zone.setID(schedule.zone().getId());
        setTimeZone(zone);
        setMisfireInstruction(misfireInstruction);
    }

    static ScheduleBuilder<CronTrigger> of(CronSchedule schedule, int misfireInstruction) {
        return new ScheduleBuilder<>() {
            @Override
            protected MutableTrigger build() {
                return new ScheduleTrigger(schedule, misfireInstruction);
            }
        };
    }

    @Override
    protected @Nullable Date getTimeAfter(Date after) {
        Instant next = schedule.next(after.toInstant());
        return next == null ? null : Date.from(next);
    }

    @Override
    public ScheduleBuilder<CronTrigger> getScheduleBuilder() {
        return of(schedule, getMisfireInstruction());
    }
}
