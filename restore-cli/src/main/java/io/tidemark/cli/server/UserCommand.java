package io.tidemark.cli.server;

import io.tidemark.cli.terminal.Columns;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidemark user`: who may log in to a server's dashboard.
@Command(
        name = "user",
        synopsisSubcommandLabel = "COMMAND",
        description = "Users of a server's dashboard: list, add, remove.")
public final class UserCommand extends ServerGroup {
    public UserCommand(Terminal terminal) {
        super(terminal);
    }

    @Command(name = "list", description = "List users by name.")
    Integer list(@Mixin ServerOptions options) throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return Shown.table(
                    terminal(),
                    api.list(new Query("users").path()),
                    new Columns("NAME", "ROLE", "FROM", "ENABLED", "LAST LOG-IN"),
                    user -> List.of(
                            Shown.text(user, "name"),
                            Shown.text(user, "role"),
                            Shown.text(user, "origin"),
                            user.path("enabled").asBoolean() ? "yes" : "no",
                            Shown.time(user, "lastLogInAt")));
        }
    }

    @Command(
            name = "add",
            description =
                    "Let somebody log in by name and password, which is asked for, or taken from $TIDEMARK_PASSWORD.")
    Integer add(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "NAME", description = "The name to log in with.") String name,
            @Mixin RightsOptions rights)
            throws CommandFailure, IOException, InterruptedException {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("name", name);
        rights.into(user);
        user.put("password", password());
        try (ServerApi api = options.open(terminal())) {
            return Shown.whole(terminal(), api.post("users", user).body());
        }
    }

    @Command(name = "remove", description = "Remove a user, with all sessions and tokens of theirs.")
    Integer remove(
            @Mixin ServerOptions options, @Parameters(paramLabel = "USER", description = "Name or id.") String name)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            api.delete("users/" + Things.USERS.id(api, name));
            return Shown.done(terminal(), "user " + name + " is removed");
        }
    }

    private String password() throws CommandFailure {
        if (terminal().environment("TIDEMARK_PASSWORD").isPresent()) {
            return terminal().environment("TIDEMARK_PASSWORD").orElseThrow();
        }
        char[] typed = asked("Password: ");
        char[] again = asked("Again: ");
        if (!Arrays.equals(typed, again)) {
            throw CommandFailure.usage("The two passwords differ");
        }
        return new String(typed);
    }

    private char[] asked(String question) throws CommandFailure {
        return terminal()
                .askSecretly(question)
                .orElseThrow(() -> CommandFailure.usage(
                        "Which password? Set TIDEMARK_PASSWORD, or run this where somebody can be asked"));
    }
}
