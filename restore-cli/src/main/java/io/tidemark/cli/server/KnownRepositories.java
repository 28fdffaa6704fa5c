package io.tidemark.cli.server;

import io.tidemark.cli.terminal.Columns;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// The commands of `tidemark repository` about repositories that a server knows; the others of that group work on the
/// repository itself.
public final class KnownRepositories {
    private KnownRepositories() {}

    /// The commands, in the order of the help.
    public static List<Object> commands(Terminal terminal) {
        return List.of(
                new ListRepositories(terminal),
                new AddRepository(terminal),
                new ConnectRepository(terminal),
                new ForgetRepository(terminal));
    }

    @Command(name = "list", description = "List the repositories that a server knows.")
    private static final class ListRepositories implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private final ServerOptions options = new ServerOptions();

        ListRepositories(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailure, IOException, InterruptedException {
            try (ServerApi api = options.open(terminal)) {
                return Shown.table(
                        terminal,
                        api.list(new Query("repositories").path()),
                        new Columns("NAME", "LOCATION", "STATE", "SEALED"),
                        repository -> List.of(
                                Shown.text(repository, "name"),
                                Shown.text(repository, "location"),
                                Shown.text(repository, "state"),
                                repository.path("sealed").asBoolean() ? "yes" : "no"));
            }
        }
    }

    @Command(name = "add", description = "Make a repository known to a server, which makes it where none is.")
    private static final class AddRepository implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private final ServerOptions options = new ServerOptions();

        @Parameters(index = "0", paramLabel = "NAME", description = "How the server calls it.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "LOCATION", description = "s3://bucket/prefix or file:/directory.")
        private String location = "";

        @Option(names = "--endpoint", paramLabel = "URL", description = "The S3 server, when it is not Amazon's.")
        private @Nullable String endpoint;

        @Option(names = "--region", paramLabel = "NAME", description = "The region that requests are signed for.")
        private @Nullable String region;

        @Option(names = "--sealed", description = "Make it a sealed one; the workers have its passphrase.")
        private boolean sealed;

        @Option(names = "--wait", description = "Wait until the server knows all points in it and tell how it went.")
        private boolean wait;

        AddRepository(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailure, IOException, InterruptedException {
            Map<String, Object> repository = new LinkedHashMap<>();
            repository.put("name", name);
            repository.put("location", location);
            repository.put("sealed", sealed);
            if (endpoint != null) {
                repository.put("endpoint", endpoint);
            }
            if (region != null) {
                repository.put("region", region);
            }
            try (ServerApi api = options.open(terminal)) {
                JsonNode added = api.post("repositories", repository).body();
                return wait
                        ? new RunWatch(terminal, api).ended(Shown.text(added, "connectRun"))
                        : Shown.whole(terminal, added);
            }
        }
    }

    @Command(name = "connect", description = "Bring a server's catalog in line with what a repository holds.")
    private static final class ConnectRepository implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private final ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "REPOSITORY", description = "Its name or id.")
        private String name = "";

        @Option(names = "--wait", description = "Wait for the end and tell how it went.")
        private boolean wait;

        ConnectRepository(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailure, IOException, InterruptedException {
            try (ServerApi api = options.open(terminal)) {
                Map<String, String> order = Map.of("kind", "connect", "repository", Things.REPOSITORIES.id(api, name));
                return new RunWatch(terminal, api)
                        .started(api.post("runs", order).body(), wait);
            }
        }
    }

    @Command(name = "forget", description = "Let a server know a repository no more; what it holds stays.")
    private static final class ForgetRepository implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private final ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "REPOSITORY", description = "Its name or id.")
        private String name = "";

        ForgetRepository(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailure, IOException, InterruptedException {
            try (ServerApi api = options.open(terminal)) {
                api.delete("repositories/" + Things.REPOSITORIES.id(api, name));
                return Shown.done(terminal, "the server knows " + name + " no more; what it holds is untouched");
            }
        }
    }
}
