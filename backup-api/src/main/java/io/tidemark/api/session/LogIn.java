package io.tidemark.api.session;

import io.tidemark.api.password.Passwords;
import io.tidemark.api.problem.ProblemType;
import io.tidemark.catalog.user.Credentials;
import io.tidemark.catalog.user.LogInFailures;
import io.tidemark.catalog.user.LogInFailures.Kind;
import io.tidemark.catalog.user.Users;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Compares names and passwords, and slows down whoever guesses. A log-in that succeeds clears the failures of its
/// name,
/// not those of its address: else somebody with one password could try for ever after others.
@Component
class LogIn {
    /// Of an IPv6 address, the part that a provider gives to one customer.
    private static final int PREFIX_BYTES = 8;

    private final Users users;
    private final Passwords passwords;
    private final LogInFailures failures;
    private final LogInProperties properties;
    private final Clock clock;

    LogIn(Users users, Passwords passwords, LogInFailures failures, LogInProperties properties, Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.failures = failures;
        this.properties = properties;
        this.clock = clock;
    }

    /// Who this is.
    ///
    /// @param address  where the request came from
    /// @throws io.tidemark.api.problem.ProblemException `log-in-failed`, or `too-many-log-ins`
    UUID logIn(String name, String password, String address) {
        Optional<Credentials> known = users.credentials(name);
        if (!fits(name, password, known, address)) {
            throw ProblemType.LOG_IN_FAILED.because("There is no such user, or the password is another, or the user is"
                    + " disabled. Case makes no difference in the name.");
        }
        UUID user = known.orElseThrow().user();
        users.loggedIn(user);
        return user;
    }

    /// Whose name this is, if anybody's.
    Optional<UUID> user(String name) {
        return users.credentials(name).map(Credentials::user);
    }

    /// Whether a user who has logged in knows its password still.
    ///
    /// @throws io.tidemark.api.problem.ProblemException `too-many-log-ins`
    boolean knows(UUID user, String name, String password, String address) {
        return fits(name, password, users.credentials(user), address);
    }

    private boolean fits(String name, String password, Optional<Credentials> known, String address) {
        String network = network(address);
        count(Kind.ADDRESS, network, properties.failuresPerAddress(), "from this address");
        count(Kind.NAME, name, properties.failuresPerName(), "with this name");
        boolean fit = passwords.fit(password, known.map(Credentials::passwordHash))
                && known.filter(Credentials::enabled).isPresent();
        if (fit) {
            failures.forget(Kind.NAME, name);
            failures.takeBack(Kind.ADDRESS, network);
        }
        return fit;
    }

    private void count(Kind kind, String subject, int most, String where) {
        Optional<Instant> next = failures.count(kind, subject, most, properties.failureTime());
        if (next.isPresent()) {
            throw ProblemType.TOO_MANY_LOG_INS
                    .because("More than " + most + " log-ins " + where + " have failed. Try again after " + next.get()
                            + ".")
                    .retryAfter(Duration.between(clock.instant(), next.get()));
        }
    }

    /// One IPv4 address, or the network of an IPv6 address, of which everybody has many.
    static String network(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), PREFIX_BYTES))
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
    }
}
