package io.tidemark.catalog.schedule;

import io.tidemark.catalog.SignsOfLife;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.DefaultThreadExecutor;
import org.quartz.impl.DirectSchedulerFactory;
import org.quartz.impl.SchedulerRepository;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.simpl.ZeroSizeThreadPool;
import org.quartz.spi.ThreadPool;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;
import org.springframework.stereotype.Component;

/// The schedulers of the pools. Schedulers of one name on one database are one cluster: whatever any of them is
/// given, a started one executes.
@Component
public class PoolSchedulers implements DisposableBean {
    /// How often an idle worker looks for work; the least that Quartz accepts.
    private static final Duration IDLE_WAIT = Duration.ofSeconds(1);

    private static final Duration DATABASE_RETRY = Duration.ofSeconds(2);

    private static final Object CREATION = new Object();

    private final DataSource dataSource;
    private final ApplicationContext context;
    private final SignsOfLife signs;
    private final ScheduleProperties schedule;
    private final Map<String, Scheduler> clients = new ConcurrentHashMap<>();

    PoolSchedulers(DataSource dataSource, ApplicationContext context, SignsOfLife signs, ScheduleProperties schedule) {
        this.dataSource = dataSource;
        this.signs = signs;
        this.schedule = schedule;
        this.context = context;
    }

    /// The scheduler through which this process gives work to a pool. It has no threads and is never started. Use it
    /// inside a transaction only: what it is given is committed with the transaction.
    public Scheduler of(String pool) {
        return clients.computeIfAbsent(pool, name -> {
            try {
                return create(name, "client-" + UUID.randomUUID(), new ZeroSizeThreadPool());
            } catch (SchedulerException cause) {
                throw new ScheduleFailed("create the scheduler of pool \"" + name + "\"", cause);
            }
        });
    }

    /// A scheduler that executes the pool's work once it is started. The caller starts it and shuts it down.
    ///
    /// @param instance one name for each living worker of the pool; a worker that comes back under its old name
    ///                 recovers at once what it was executing when it died
    /// @param threads  how many jobs it executes at a time
    public Scheduler executing(String pool, String instance, int threads) throws SchedulerException {
        SimpleThreadPool workers = new SimpleThreadPool(threads, Thread.NORM_PRIORITY);
        workers.setThreadNamePrefix("run-" + pool);
        return create(pool, instance, workers);
    }

    @Override
    public void destroy() throws SchedulerException {
        for (Scheduler client : clients.values()) {
            client.shutdown();
        }
    }

    private Scheduler create(String pool, String instance, ThreadPool threads) throws SchedulerException {
        CatalogJobStore store = new CatalogJobStore(dataSource, instance, signs, schedule);
        store.setInstanceName(pool);
        Scheduler scheduler;
        SchedulerRepository names = SchedulerRepository.getInstance();
        // Quartz allows a name once in a JVM, and cannot hand out what it created but by that name.
        synchronized (CREATION) {
            DirectSchedulerFactory.getInstance()
                    .createScheduler(
                            pool,
                            instance,
                            threads,
                            new DefaultThreadExecutor(),
                            store,
                            Map.of(),
                            null,
                            0,
                            IDLE_WAIT.toMillis(),
                            DATABASE_RETRY.toMillis(),
                            false,
                            null,
                            1,
                            0);
            scheduler = names.lookup(pool);
            names.remove(pool);
        }
        SpringBeanJobFactory jobs = new SpringBeanJobFactory();
        jobs.setApplicationContext(context);
        scheduler.setJobFactory(jobs);
        return scheduler;
    }
}
