package io.tidemark.worker.testing;

import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// A PostgreSQL of a test's own, which may be stopped the hard way and started again on its data, at another port.
public final class FragilePostgres implements AutoCloseable {
    private final Path data;
    private PostgresServer server;

    public FragilePostgres(Path data) throws IOException {
        this.data = data;
        this.server = PostgresServer.start(data);
    }

    public int port() {
        return URI.create(server.jdbcUrl().substring("jdbc:".length())).getPort();
    }

    /// What a Spring application is told to use it by way of another port.
    public String[] arguments(int port) {
        return new String[] {
            "--tidemark.database.url=jdbc:postgresql://127.0.0.1:" + port + "/tidemark",
            "--tidemark.database.user=" + server.user(),
            "--tidemark.database.password=" + server.password()
        };
    }

    /// Does what `pg_ctl stop -m immediate` does.
    public void stopImmediately() throws IOException, InterruptedException {
        long pid = server.pid();
        new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
        await().atMost(WorkerLab.PATIENCE)
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        server.close();
    }

    public void startAgain() throws IOException {
        server = PostgresServer.start(data);
    }

    public String log() throws IOException {
        return Files.readString(data.resolve("postgres.log"));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
