package io.tidemark.api.testing;

import io.tidemark.api.TidemarkServer;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// A server on a free port with a database of a test's own and no worker. Whoever starts it closes it.
public final class RunningServer implements AutoCloseable {
    /// The server's first token.
    public static final String TOKEN = "tmk_test-token-that-every-test-knows-000000000000";

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    private RunningServer(ConfigurableApplicationContext context, int port) {
        this.context = context;
        this.address = URI.create("http://127.0.0.1:" + port);
    }

    public static RunningServer start(TestDatabase database, String... more) {
        try {
            Path data = Files.createTempDirectory("tidemark-api-test");
            List<String> arguments = new ArrayList<>(List.of(database.arguments()));
            arguments.add("--server.port=0");
            arguments.add("--tidemark.data-directory=" + data);
            arguments.add("--tidemark.initial-token=" + TOKEN);
            arguments.add("--tidemark.worker.enabled=false");
            arguments.addAll(List.of(more));
            ConfigurableApplicationContext context =
                    SpringApplication.run(TidemarkServer.class, arguments.toArray(String[]::new));
            int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            return new RunningServer(context, port);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public URI address() {
        return address;
    }

    /// The client for requests that the methods below do not make.
    public HttpClient http() {
        return http;
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + TOKEN);
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer post(String path, String body, String... headers) {
        return send("POST", path, BodyPublishers.ofString(body), headers);
    }

    public Answer put(String path, String body, String... headers) {
        return send("PUT", path, BodyPublishers.ofString(body), headers);
    }

    public Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = request(path);
        request.header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.method(method, body));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    /// Creates a machine with one disk and says its id.
    public String machine(String name) {
        return post("/api/v1/machines", """
                {"name": "%s", "disks": [{"name": "disk", "imagePath": "/images/%s.qcow2"}]}""".formatted(name, name)).created();
    }

    /// Makes a repository known and says its id.
    public String repository(String name) {
        return post("/api/v1/repositories", """
                {"name": "%s", "location": "s3://tidemark/%s"}""".formatted(name, name)).created();
    }

    /// Makes a user who logs in with a password, and says its id.
    public String user(String name, String password, String role) {
        return post("/api/v1/users", """
                {"name": "%s", "password": "%s", "role": "%s"}""".formatted(name, password, role)).created();
    }

    /// What a valid policy for a machine says, with some of its fields replaced.
    public static String policy(String name, String repository, String machine, Map<String, String> replaced) {
        return """
                {"name": "%s", "repository": "%s", "cron": %s, "timeZone": %s, "machines": ["%s"], "enabled": true}""".formatted(
                        name,
                        repository,
                        replaced.getOrDefault("cron", "\"0 30 2 * * ?\""),
                        replaced.getOrDefault("timeZone", "\"Europe/Vienna\""),
                        machine);
    }

    @Override
    public void close() {
        http.close();
        context.close();
    }
}
