package io.tidemark.catalog.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.quartz.CronTrigger;
import org.quartz.TriggerKey;
import org.quartz.impl.jdbcjobstore.CronTriggerPersistenceDelegate;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;

/// Quartz's statements for PostgreSQL, by which its cron triggers come back from the database as
/// [ScheduleTrigger]s. Quartz makes it by its name, hence public.
public final class SchedulesInQuartz extends PostgreSQLDelegate {

    /// The first one that knows a kind of trigger is asked.
    @Override
    protected void addDefaultTriggerPersistenceDelegates() {
        addTriggerPersistenceDelegate(new Schedules());
        super.addDefaultTriggerPersistenceDelegates();
    }

    private static final class Schedules extends CronTriggerPersistenceDelegate {
        @Override
        public TriggerPropertyBundle loadExtendedTriggerPropertiesFromResultSet(ResultSet row, TriggerKey key)
                throws SQLException {
            String expression = row.getString(COL_CRON_EXPRESSION);
            String zone = row.getString(COL_TIME_ZONE_ID);
            if (expression == null || zone == null) {
                return super.loadExtendedTriggerPropertiesFromResultSet(row, key);
            }
            return new TriggerPropertyBundle(
                    ScheduleTrigger.of(
                            CronSchedule.stored(expression, zone), CronTrigger.MISFIRE_INSTRUCTION_SMART_POLICY),
                    null,
                    null);
        }
    }
}
