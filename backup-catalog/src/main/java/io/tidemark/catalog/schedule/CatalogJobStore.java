package io.tidemark.catalog.schedule;

import io.tidemark.catalog.SignsOfLife;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.quartz.impl.jdbcjobstore.InvalidConfigurationException;
import org.quartz.impl.jdbcjobstore.JobStoreCMT;
import org.quartz.impl.jdbcjobstore.SchedulerStateRecord;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;

/// Quartz's clustered job store on the catalog's own connections.
///
/// What a caller schedules becomes part of the Spring transaction it is in, so that a run and its job are committed
/// together or not at all; callers therefore always are in one. What Quartz does by itself (acquiring, completing,
/// recovering) runs in transactions of its own. Spring's store of the same purpose registers its connections under
/// the scheduler's name for the whole JVM; this one uses a name of its own, because API and worker of one process
/// both have a scheduler named as the pool.
// JobStoreCMT itself overrides a generic method of its parent with a raw one.
@SuppressWarnings("unchecked")
final class CatalogJobStore extends JobStoreCMT {
    /// How much longer than its interval Quartz waits for a scheduler to check in.
    private static final Duration TOLERANCE_OF_QUARTZ = Duration.ofMillis(7500);

    private final DataSource dataSource;
    private final SignsOfLife signs;

    CatalogJobStore(DataSource dataSource, String instanceId, SignsOfLife signs, ScheduleProperties schedule) {
        this.dataSource = dataSource;
        this.signs = signs;
        String connections = "tidemark-" + UUID.randomUUID();
        setDataSource(connections + "-joining");
        setNonManagedTXDataSource(connections + "-own");
        register(getDataSource(), () -> DataSourceUtils.doGetConnection(dataSource));
        register(getNonManagedTXDataSource(), dataSource::getConnection);
        setDontSetAutoCommitFalse(true);
        setInstanceId(instanceId);
        setIsClustered(true);
        setClusterCheckinInterval(signs.checkIn().toMillis());
        setMisfireThreshold(schedule.missedAfter().toMillis());
        setUseProperties("true");
        setMakeThreadsDaemons(true);
        setDoubleCheckLockMisfireHandler(true);
        try {
            setDriverDelegateClass(SchedulesInQuartz.class.getName());
        } catch (InvalidConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    protected long calcFailedIfAfter(SchedulerStateRecord other) {
        return super.calcFailedIfAfter(other)
                + signs.checkInTolerance().minus(TOLERANCE_OF_QUARTZ).toMillis();
    }

    @Override
    protected void closeConnection(Connection connection) {
        DataSourceUtils.releaseConnection(connection, dataSource);
    }

    private static void register(String name, ConnectionSource source) {
        DBConnectionManager.getInstance().addConnectionProvider(name, new ConnectionProvider() {
            @Override
            public Connection getConnection() throws SQLException {
                return source.connection();
            }

            @Override
            public void initialize() {}

            // The data source belongs to the application, not to the scheduler.
            @Override
            public void shutdown() {}
        });
    }

    @FunctionalInterface
    private interface ConnectionSource {
        Connection connection() throws SQLException;
    }
}
