package io.tidemark.worker.testing;

import static org.awaitility.Awaitility.await;

import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.machine.Disk;
import io.tidemark.catalog.machine.Machine;
import io.tidemark.catalog.machine.RegisterMachine;
import io.tidemark.catalog.repository.AddRepository;
import io.tidemark.catalog.repository.RepositoryEntry;
import io.tidemark.catalog.repository.RepositoryTerms;
import io.tidemark.catalog.run.RunQueue;
import io.tidemark.catalog.run.RunState;
import io.tidemark.catalog.run.RunView;
import io.tidemark.catalog.run.RunViews;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.qcow2.Qcow2Writer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A catalog without a worker of its own, a directory for images, repositories and the hold file, and workers on
/// demand.
public final class WorkerLab implements AutoCloseable {
    /// Long, because a machine under load starts a JVM slowly.
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String[] database;
    private final Path directory;
    private final ConfigurableApplicationContext catalog;
    private final List<Process> processes = new ArrayList<>();
    private final List<ConfigurableApplicationContext> workers = new ArrayList<>();

    public WorkerLab(TestDatabase database, Path directory) {
        this(database.arguments(), directory);
    }

    /// One whose workers are found dead sooner than usual, for tests that kill some.
    public static WorkerLab soonBereft(TestDatabase database, Path directory) {
        return new WorkerLab(with(database.arguments(), "--tidemark.workers.silent-after=4s"), directory);
    }

    /// @param database what a Spring application is told to use it
    public WorkerLab(String[] database, Path directory) {
        this.database = database.clone();
        this.directory = directory;
        this.catalog = new SpringApplicationBuilder(CatalogOnly.class)
                .web(WebApplicationType.NONE)
                .run(with(database, "--tidemark.worker.enabled=false"));
    }

    public <T> T bean(Class<T> type) {
        return catalog.getBean(type);
    }

    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    /// A worker in this JVM; it is closed with the lab at the latest.
    public ConfigurableApplicationContext worker(String name, String... more) {
        ConfigurableApplicationContext worker = HeldWorker.application().run(arguments(name, more));
        workers.add(worker);
        return worker;
    }

    /// The same, reaching the database at another port of this machine.
    public ConfigurableApplicationContext workerOfDatabaseAt(int port, String name) {
        return HeldWorker.application().run(through(port, arguments(name)));
    }

    /// A worker in a JVM of its own that reaches the database at another port of this machine.
    public Process workerProcessOfDatabaseAt(int port, String name) throws IOException {
        return process(name, through(port, arguments(name)));
    }

    private String[] through(int port, String... arguments) {
        return Stream.of(arguments)
                .map(argument -> argument.startsWith("--tidemark.database.url=")
                        ? argument.replaceFirst("//[^/]+/", "//127.0.0.1:" + port + "/")
                        : argument)
                .toArray(String[]::new);
    }

    /// A worker in a JVM of its own; it is killed with the lab at the latest.
    public Process workerProcess(String name, String... more) throws IOException {
        return process(name, arguments(name, more));
    }

    private Process process(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                HeldWorker.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve(name + ".log").toFile()))
                .start();
        processes.add(process);
        return process;
    }

    private String[] arguments(String name, String... more) {
        String[] basics = with(
                database,
                "--tidemark.worker.name=" + name,
                "--tidemark.worker.image-roots=" + images(),
                "--tidemark.worker.repository-roots=" + directory,
                "--tidemark.worker.passphrase-directory=" + passphrases(),
                "--tidemark.data-directory=" + directory.resolve("data"),
                // Little, so that a backup that is held up still has something to read.
                "--tidemark.worker.bytes-in-flight=8MB",
                "--test.hold=" + hold());
        return with(Stream.of(basics).filter(basic -> !isAmong(more, basic)).toArray(String[]::new), more);
    }

    private static boolean isAmong(String[] arguments, String one) {
        String key = one.substring(0, one.indexOf('=') + 1);
        return Stream.of(arguments).anyMatch(argument -> argument.startsWith(key));
    }

    public Path images() {
        return made("images");
    }

    /// Where workers look for passphrases.
    public Path passphrases() {
        return made("passphrases");
    }

    private Path made(String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException cause) {
            throw new java.io.UncheckedIOException(cause);
        }
    }

    public Path hold() {
        return directory.resolve("hold");
    }

    public Path holdReads() {
        return directory.resolve("hold-reads");
    }

    public Path holdDeletes() {
        return directory.resolve("hold-deletes");
    }

    public Path holdLists() {
        return directory.resolve("hold-lists");
    }

    /// How many packs wait, or waited, in whatever process.
    public long held() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("held-"))
                    .count();
        }
    }

    /// Writes an image of random clusters and registers a machine that has it.
    public MachineId machine(String name, int mebibytes, RandomGenerator random) throws IOException {
        Path image = images().resolve(name + ".qcow2");
        try (Qcow2Writer writer = Qcow2Writer.create(image, (long) mebibytes << 20, 65536)) {
            byte[] bytes = new byte[1 << 20];
            for (int n = 0; n < mebibytes; n++) {
                random.nextBytes(bytes);
                writer.write((long) n << 20, ByteBuffer.wrap(bytes));
            }
            writer.finish();
        }
        return machine(name, image.toString());
    }

    public MachineId machine(String name, String image) {
        MachineId id = MachineId.next(bean(Clock.class).instant());
        bean(RegisterMachine.class)
                .register(Machine.of(
                        id,
                        name,
                        "default",
                        List.of(new Disk(UUID.randomUUID(), "vda", image)),
                        bean(Clock.class).instant()));
        return id;
    }

    /// Enters a repository in a directory and waits for the worker to connect it.
    public RepositoryEntryId repository(String name) {
        RepositoryEntryId id = RepositoryEntryId.next(bean(Clock.class).instant());
        finished(enter(id, name, "file:" + directory.resolve("repositories").resolve(name), null));
        return id;
    }

    public RunId enter(RepositoryEntryId id, String name, String location, @Nullable String endpoint) {
        return enter(id, RepositoryTerms.at(name, location, endpoint));
    }

    public RunId enter(RepositoryEntryId id, RepositoryTerms terms) {
        return bean(AddRepository.class)
                .add(RepositoryEntry.of(id, terms, bean(Clock.class).instant()));
    }

    public RunView view(RunId run) {
        return bean(RunViews.class).get(run);
    }

    /// Waits for the end of a run.
    public RunView finished(RunId run) {
        return await().atMost(PATIENCE)
                .until(() -> view(run), view -> !view.state().active());
    }

    public RunView inState(RunId run, RunState state) {
        return await().atMost(PATIENCE).until(() -> view(run), view -> view.state() == state);
    }

    public RunQueue queue() {
        return bean(RunQueue.class);
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
        workers.forEach(ConfigurableApplicationContext::close);
        catalog.close();
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    /// What the server has of the catalog.
    @EnableAutoConfiguration
    static class CatalogOnly {}
}
