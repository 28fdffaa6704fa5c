package io.tidemark.catalog.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Counts failed log-ins, for all API processes together. An attempt is counted before the password is looked at, and
/// taken back when it was right: attempts that come at once cannot slip through together. Each count begins with the
/// first failure and is forgotten when its time is over, whatever comes meanwhile.
@Component
public class LogInFailures {
    private final JdbcClient jdbc;
    private final Clock clock;

    LogInFailures(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// What is counted.
    public enum Kind {
        NAME,
        ADDRESS;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Counts an attempt.
    ///
    /// @param subject the name, or the address
    /// @param most    how many may fail in the time
    /// @return when the next may come; empty when this one may
    public Optional<Instant> count(Kind kind, String subject, int most, Duration time) {
        Instant now = clock.instant();
        jdbc.sql("delete from log_in_failures where ends_at <= ?")
                .param(Timestamp.from(now))
                .update();
        return jdbc.sql("""
                        insert into log_in_failures (kind, subject, failures, ends_at) values (:kind, :subject, 1, :end)
                        on conflict (kind, subject) do update set failures = least(log_in_failures.failures, :most) + 1
                        returning failures, ends_at""")
                .param("kind", kind.word())
                .param("subject", hash(subject))
                .param("end", Timestamp.from(now.plus(time)))
                .param("most", most)
                .query((row, n) -> row.getInt("failures") > most
                        ? Optional.of(row.getTimestamp("ends_at").toInstant())
                        : Optional.<Instant>empty())
                .single();
    }

    /// An attempt was no failure after all.
    public void takeBack(Kind kind, String subject) {
        jdbc.sql("delete from log_in_failures where kind = ? and subject = ? and failures = 1")
                .params(kind.word(), hash(subject))
                .update();
        jdbc.sql("update log_in_failures set failures = failures - 1 where kind = ? and subject = ? and failures > 1")
                .params(kind.word(), hash(subject))
                .update();
    }

    /// Forgets all failures of a name or an address.
    public void forget(Kind kind, String subject) {
        jdbc.sql("delete from log_in_failures where kind = ? and subject = ?")
                .params(kind.word(), hash(subject))
                .update();
    }

    private static byte[] hash(String subject) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(subject.toLowerCase(Locale.ROOT).getBytes(UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java platform has SHA-256", missing);
        }
    }
}
