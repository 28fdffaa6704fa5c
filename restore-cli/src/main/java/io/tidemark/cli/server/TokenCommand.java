package io.tidemark.cli.server;

import io.tidemark.cli.terminal.Columns;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tidemark token`: what programs call a server with.
@Command(
        name = "token",
        synopsisSubcommandLabel = "COMMAND",
        description = "API tokens of a server: list, make, revoke.")
public final class TokenCommand extends ServerGroup {
    public TokenCommand(Terminal terminal) {
        super(terminal);
    }

    @Command(name = "list", description = "List API tokens by name.")
    Integer list(@Mixin ServerOptions options) throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            return Shown.table(
                    terminal(),
                    api.list(new Query("tokens").path()),
                    new Columns("NAME", "ROLE", "LAST USED", "EXPIRES"),
                    token -> List.of(
                            Shown.text(token, "name"),
                            Shown.text(token, "role"),
                            Shown.time(token, "lastUsedAt"),
                            Shown.time(token, "expiresAt")));
        }
    }

    @Command(name = "create", description = "Make an API token and print it, this once.")
    Integer create(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "NAME", description = "How the token is called.") String name,
            @Mixin RightsOptions rights,
            @Option(names = "--expires", paramLabel = "TIME", description = "Until when, such as 2027-12-31T00:00:00Z.")
                    @Nullable
                    String expires)
            throws CommandFailure, IOException, InterruptedException {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("name", name);
        rights.into(token);
        if (expires != null) {
            token.put("expiresAt", expires);
        }
        try (ServerApi api = options.open(terminal())) {
            JsonNode made = api.post("tokens", token).body();
            terminal().line(Shown.text(made, "token"));
            Shown.document(terminal(), made);
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "revoke", description = "Let a token open nothing from now on.")
    Integer revoke(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "TOKEN", description = "Its name or id.") String name)
            throws CommandFailure, IOException, InterruptedException {
        try (ServerApi api = options.open(terminal())) {
            api.delete("tokens/" + Things.TOKENS.id(api, name));
            return Shown.done(terminal(), "token " + name + " is revoked");
        }
    }
}
