package io.tidemark.api.token;

import io.tidemark.catalog.NameTaken;
import io.tidemark.catalog.token.IssuedToken;
import io.tidemark.catalog.token.Tokens;
import io.tidemark.catalog.user.Users;
import java.io.PrintStream;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Lets the first caller in: a server whose catalog has neither a token nor a user who may do everything takes the
/// token
/// it was given, or makes one. What it made it prints to standard output, not to the log: logs are kept and passed on.
@Component
class FirstToken implements SmartInitializingSingleton {
    private static final String NAME = "initial";

    private final Tokens tokens;
    private final Users users;
    private final FirstTokenProperties properties;
    private final PrintStream out;

    @Autowired
    FirstToken(Tokens tokens, Users users, FirstTokenProperties properties) {
        this(tokens, users, properties, System.out);
    }

    FirstToken(Tokens tokens, Users users, FirstTokenProperties properties, PrintStream out) {
        this.tokens = tokens;
        this.users = users;
        this.properties = properties;
        this.out = out;
    }

    /// Comes before the server listens: whoever finds it healthy can log in.
    ///
    /// @throws io.tidemark.catalog.InvalidRequest when the given token is too weak; the server does not start then
    @Override
    public void afterSingletonsInstantiated() {
        if (!tokens.none() || users.anyAdmin()) {
            return;
        }
        try {
            String given = properties.initialToken();
            if (given == null || given.isBlank()) {
                IssuedToken token = tokens.issue(NAME);
                out.println("API token (shown once): " + token.secret());
                out.flush();
            } else {
                tokens.enter(NAME, given.strip());
            }
        } catch (NameTaken otherServerWasFirst) {
            // Two servers began on one empty catalog; the other one has let its caller in.
            out.println("Another server has just made the first API token.");
        }
    }
}
