package io.tidemark.api.password;

import io.tidemark.api.problem.ProblemType;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/// Hashes passwords with Argon2id, which takes 16 MiB and some tens of milliseconds for each. Few are hashed at a time:
/// a flood of log-ins takes neither all memory nor all cores.
@Component
public class Passwords {
    private static final int SHORTEST = 12;
    private static final int FEWEST_CHARACTERS = 5;
    private static final int AT_A_TIME = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SHORTEST_NAME = 3;
    private static final String ALGORITHM = "argon2id";

    /// What people come up with when twelve characters are asked for.
    private static final Set<String> COMMON = Set.of(
            "password",
            "passwort",
            "kennwort",
            "qwertyuiop",
            "qwertzuiop",
            "1234567890",
            "0123456789",
            "abcdefghij",
            "letmein",
            "iloveyou",
            "adminadmin",
            "tidemark",
            "changeme",
            "welcome");

    private final PasswordEncoder encoder = new DelegatingPasswordEncoder(
            ALGORITHM, Map.of(ALGORITHM, Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8()));
    private final Semaphore permits = new Semaphore(AT_A_TIME, true);
    private final String nobodys = "" + encoder.encode("nobody has this password");

    /// Hashes a new password.
    ///
    /// @param name  whose it is: a password that says its user's name is guessed first
    /// @throws io.tidemark.api.problem.ProblemException `password-weak`
    public String hash(String password, String name) {
        weakness(password, name).ifPresent(reason -> {
            throw ProblemType.PASSWORD_WEAK.because(reason);
        });
        return limited(() -> "" + encoder.encode(password));
    }

    /// Whether a typed password is the one that was hashed. Without a hash the answer is no, and takes as long: how
    /// long
    /// it takes does not say whether somebody is a user.
    public boolean fit(String password, Optional<String> hash) {
        return limited(() -> encoder.matches(password, hash.orElse(nobodys))) && hash.isPresent();
    }

    static Optional<String> weakness(String password, String name) {
        String lower = password.toLowerCase(Locale.ROOT);
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            return Optional.of("A password needs at least " + SHORTEST + " characters.");
        }
        if (password.codePoints().distinct().count() < FEWEST_CHARACTERS) {
            return Optional.of("A password needs at least " + FEWEST_CHARACTERS + " different characters.");
        }
        if (name.length() >= SHORTEST_NAME && lower.contains(name.toLowerCase(Locale.ROOT))) {
            return Optional.of("A password must not contain the user's name.");
        }
        // Common words are fine among others, not as most of a password.
        return COMMON.stream()
                .filter(word -> lower.contains(word) && password.length() - word.length() < SHORTEST)
                .findFirst()
                .map(word -> "A password must not be a common word with a few characters around it.");
    }

    private <T> T limited(Supplier<T> work) {
        try {
            if (!permits.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ProblemType.TOO_MANY_LOG_INS
                        .because("Too many passwords are being checked at this moment.")
                        .retryAfter(PATIENCE);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw ProblemType.TOO_MANY_LOG_INS.because("The server is about to stop.");
        }
        try {
            return work.get();
        } finally {
            permits.release();
        }
    }
}
