package io.tidemark.cli.quickstart;

import io.tidemark.cli.server.ServerApi;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.IntegerWord;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tidemark quickstart`: the main job end to end on this machine, on parts that Tidemark starts itself.
@Command(
        name = "quickstart",
        description = {
            "Show the main job on this machine, end to end.",
            "",
            "Starts a server with a PostgreSQL, an S3 server and a worker of its own; makes a machine with a real qcow2"
                    + " disk and a policy; waits until its schedule has made a full and, after new writes, an"
                    + " incremental backup; restores it and compares every byte. Then leaves the server running until"
                    + " Ctrl-C."
        })
public final class QuickstartCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--exit", description = "Stop the server at the end instead of leaving it running.")
    private boolean exit;

    @Option(
            names = "--port",
            paramLabel = "NUMBER",
            converter = IntegerWord.class,
            defaultValue = "8080",
            description = "The server's port on 127.0.0.1; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--data-directory",
            paramLabel = "DIRECTORY",
            defaultValue = ".tidemark",
            description = "Where database, buckets, images and the token lie. Default: ./${DEFAULT-VALUE}.")
    private Path directory = Path.of(".tidemark");

    public QuickstartCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        Path jar = serverJar();
        if (port < 0 || port > 65535) {
            throw CommandFailure.usage("--port must be from 0 to 65535, but is " + port);
        }
        int serverPort = ServerProcess.requireFree(port);
        QuickstartFiles files = new QuickstartFiles(directory);
        files.create();
        URI address = URI.create("http://127.0.0.1:" + serverPort);
        String token = files.token();
        terminal.say("server        starting; its log is " + files.serverLog());
        long start = System.nanoTime();
        try (ServerProcess server = ServerProcess.start(
                        jar, settings(files, serverPort), Map.of("TIDEMARK_INITIAL_TOKEN", token), files.serverLog());
                ServerApi api = new ServerApi(address, token)) {
            server.awaitHealthy(api, terminal);
            terminal.say("server        " + address + " after " + seconds(start));
            requireOurToken(api, files);
            MainJob.Result result = new MainJob(api, terminal, files, guest()).run("s3://tidemark/quickstart");
            terminal.say("done after " + seconds(start));
            document(result, address, files, Duration.ofNanos(System.nanoTime() - start));
            terminal.say("");
            if (!exit) {
                stayUp(server, address, files);
            }
        }
        return ExitCode.DONE.number();
    }

    private static void requireOurToken(ServerApi api, QuickstartFiles files)
            throws CommandFailure, IOException, InterruptedException {
        try {
            api.get("session");
        } catch (CommandFailure thrown) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    thrown.code(),
                    "The server on " + files.directory() + " does not know the token in " + files.tokenFile()
                            + ": it has had another one from its first start. Put that back, or start anew with"
                            + " --data-directory. (" + thrown.getMessage() + ")",
                    thrown);
        }
    }

    private void stayUp(ServerProcess server, URI address, QuickstartFiles files)
            throws CommandFailure, InterruptedException {
        terminal.say("The dashboard:   " + address + "/");
        terminal.say("Log in with:     the token in " + files.tokenFile());
        terminal.say("The server runs until Ctrl-C.");
        server.runUntilInterrupted(terminal);
        terminal.say("Stopping the server.");
    }

    private Guest guest() {
        GuestContent content = new GuestContent(System.nanoTime());
        return QemuGuest.available(terminal.environment("PATH").orElse(""))
                ? new QemuGuest(content)
                : new TidemarkGuest(content);
    }

    private static Map<String, String> settings(QuickstartFiles files, int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("server.address", "127.0.0.1");
        settings.put("server.port", Integer.toString(port));
        settings.put("tidemark.data-directory", files.directory().toString());
        settings.put("tidemark.embedded-s3.enabled", "true");
        settings.put("tidemark.worker.enabled", "true");
        settings.put("tidemark.worker.pool", "default");
        settings.put("tidemark.worker.image-roots", files.images().toString());
        return settings;
    }

    private static Path serverJar() throws CommandFailure {
        String jar = System.getProperty("tidemark.server-jar", "");
        if (jar.isEmpty() || !Files.isRegularFile(Path.of(jar))) {
            throw CommandFailure.usage("The quickstart needs the server's jar"
                    + (jar.isEmpty() ? "" : ", and there is none at " + jar)
                    + ": start it by the launcher, as ./tidemark quickstart");
        }
        return Path.of(jar);
    }

    private static String seconds(long startNanos) {
        return Math.round((System.nanoTime() - startNanos) / 1e8) / 10.0 + " s";
    }

    private void document(MainJob.Result result, URI address, QuickstartFiles files, Duration duration) {
        terminal.document(json -> {
            json.writeStartObject();
            json.writeStringProperty("machine", result.machine());
            json.writeName("full");
            result.full().write(json);
            json.writeName("incremental");
            result.incremental().write(json);
            json.writeStringProperty("image", result.image().toString());
            json.writeStringProperty("restored", result.restored().toString());
            json.writeBooleanProperty("identical", true);
            json.writeNumberProperty("comparedBytes", result.comparedBytes());
            json.writeBooleanProperty("confirmedByQemu", result.confirmedByQemu());
            json.writeNumberProperty("seconds", duration.toMillis() / 1000.0);
            json.writeStringProperty("dashboard", address + "/");
            json.writeStringProperty("tokenFile", files.tokenFile().toString());
            json.writeEndObject();
        });
    }
}
