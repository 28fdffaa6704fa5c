package io.tidemark.worker.run;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;

/// Repeats what the database could not do because it was away, until it is back or this worker ends.
@Component
class DatabasePatience {
    private static final Logger LOG = LoggerFactory.getLogger(DatabasePatience.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final CountDownLatch ended = new CountDownLatch(1);

    /// From now on everything is tried once.
    void end() {
        ended.countDown();
    }

    /// Makes the call until it succeeds or fails for another reason.
    ///
    /// @param what for the log, as in "could not …"
    <T> T until(String what, Supplier<T> call) {
        boolean told = false;
        while (true) {
            try {
                return call.get();
            } catch (DataAccessException | TransactionException failure) {
                if (!passing(failure) || ended()) {
                    throw failure;
                }
                if (!told) {
                    LOG.warn("Waiting for the database to {}: {}", what, failure.getMessage());
                    told = true;
                }
            }
        }
    }

    private boolean ended() {
        try {
            return ended.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Whether it failed because the database was away, or may do so: a connection that is lost in the middle of a
    /// transaction shows in whatever was attempted on it last, often the rollback.
    private static boolean passing(RuntimeException failure) {
        if (failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessException
                || failure instanceof CannotCreateTransactionException
                || failure instanceof TransactionSystemException) {
            return true;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && connectionLost(sql)) {
                return true;
            }
        }
        return false;
    }

    /// SQL states of classes 08 (connection exception) and 57P (the server ends or starts): PostgreSQL's appendix A.
    /// Without a state it is not the database's word but the connection pool's, of a connection that it has closed.
    private static boolean connectionLost(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLRecoverableException
                || failure instanceof SQLTransientException
                || state == null
                || state.startsWith("08")
                || state.startsWith("57P");
    }
}
