package io.tidemark.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class DatabasePatienceTest {

    private final DatabasePatience patience = new DatabasePatience();

    static Stream<RuntimeException> lostConnections() {
        return Stream.of(
                new CannotCreateTransactionException("refused"),
                new TransactionSystemException("no commit"),
                // What Hibernate makes of a rollback on a connection that is gone.
                new JpaSystemException(new RuntimeException(
                        "Unable to rollback against JDBC Connection", new SQLException("Connection is closed"))),
                new JpaSystemException(new RuntimeException(new SQLException("no connection", "08003"))),
                new JpaSystemException(new RuntimeException(new SQLException("shutting down", "57P01"))),
                new JpaSystemException(new RuntimeException(new SQLRecoverableException("gone"))));
    }

    @ParameterizedTest
    @MethodSource("lostConnections")
    void aLostConnectionIsTriedAgain(RuntimeException lost) {
        AtomicInteger calls = new AtomicInteger();

        String answer = patience.until("ask", () -> {
            if (calls.incrementAndGet() == 1) {
                throw lost;
            }
            return "answered";
        });

        assertThat(answer).isEqualTo("answered");
    }

    @Test
    void whatTheDatabaseRefusesIsNotTriedAgain() {
        RuntimeException refused =
                new DataIntegrityViolationException("twice", new SQLException("duplicate key", "23505"));

        assertThatThrownBy(() -> patience.until("insert", () -> {
                    throw refused;
                }))
                .isSameAs(refused);
    }

    @Test
    void aWorkerThatEndsTriesOnce() {
        patience.end();
        RuntimeException away = new CannotCreateTransactionException("away");

        assertThatThrownBy(() -> patience.until("ask", () -> {
                    throw away;
                }))
                .isSameAs(away);
    }
}
