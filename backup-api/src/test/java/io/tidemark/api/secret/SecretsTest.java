package io.tidemark.api.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@CatalogTest
@ExtendWith(OutputCaptureExtension.class)
class SecretsTest {
    private static final String KEY = "q2Vx3y0vX0m2mJ3b3Hj9w1yq8m0b8F5nqkZ0S8kq0mE=";
    private static final String OTHER = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final List<String> PLANTED = List.of(
            "PLANTEDACCESSKEY",
            "planted/Secret+Access=Key",
            "planted pass phrase",
            "planted-" + "x".repeat(2000),
            "planted signing secret");

    @Test
    void secretsAreInNoAnswerNoLogAtDebugAndNotInTheDatabase(
            TestDatabase database, CapturedOutput output, @TempDir Path directory) throws IOException, SQLException {
        Path key = Files.writeString(directory.resolve("key"), KEY + "\n");
        List<Answer> answers = new ArrayList<>();
        try (RunningServer server =
                RunningServer.start(database, "--tidemark.secrets.key-file=" + key, "--logging.level.root=debug")) {
            String vault = "/api/v1/repositories/" + server.repository("vault");
            answers.add(server.put(vault + "/credentials", """
                    {"accessKeyId": "%s", "secretAccessKey": "%s"}""".formatted(PLANTED.get(0), PLANTED.get(1)))
                    .ok());
            answers.add(server.put(vault + "/passphrase", """
                    {"passphrase": "%s"}""".formatted(PLANTED.get(2)))
                    .ok());
            Answer tooLong = server.put(vault + "/passphrase", """
                    {"passphrase": "%s"}""".formatted(PLANTED.get(3)));
            assertThat(tooLong.status()).isEqualTo(400);
            answers.add(tooLong);
            answers.add(server.put(vault + "/credentials", """
                    {"accessKeyId": {"a": "%s"}, "secretAccessKey": ["%s"]}""".formatted(PLANTED.get(0), PLANTED.get(1))));
            answers.add(server.post("/api/v1/notifications/channels", """
                    {"name": "hook", "kind": "webhook", "url": "https://example.org", "secret": "%s"}""".formatted(PLANTED.get(4))));
            answers.add(server.get("/api/v1/notifications/channels"));
            answers.add(server.get(vault));
            answers.add(server.get(vault + "/secrets"));
            answers.add(server.get("/api/v1/repositories"));
            answers.add(server.get("/api/v1/secrets/keys"));
            answers.add(server.get("/api/v1/audit"));
            answers.add(server.get("/api/v1/audit/export"));
            Answer set = server.get(vault + "/secrets").ok();
            assertThat(set.body().path("credentialsSetAt").isNull()).isFalse();
            assertThat(set.body().path("passphraseSetAt").isNull()).isFalse();
        }
        String dump = dump(database);

        assertThat(output.getAll().contains("SetPassphrase[passphrase=…]"))
                .as("requests are in the log")
                .isTrue();
        for (String secret : PLANTED) {
            for (String form : forms(secret)) {
                assertThat(answers).noneMatch(answer -> answer.response().body().contains(form));
                assertThat(output.getAll().contains(form)).as(form).isFalse();
                assertThat(dump.contains(form)).as(form).isFalse();
            }
        }
        assertThat(output.getAll().contains(KEY) || dump.contains(KEY)).isFalse();
        assertThat(dump).contains("vault", "createRepository");
    }

    @Test
    void secretsAreSetAndRemovedAndResealed(TestDatabase database, @TempDir Path directory) throws IOException {
        Path old = Files.writeString(directory.resolve("old"), KEY);
        String repository;
        try (RunningServer server = RunningServer.start(database, "--tidemark.secrets.key-file=" + old)) {
            repository = "/api/v1/repositories/" + server.repository("resealed");
            server.put(repository + "/passphrase", "{\"passphrase\": \"ebb and flow\"}")
                    .ok();
            server.put(repository + "/credentials", "{\"accessKeyId\": \"a\", \"secretAccessKey\": \"b\"}")
                    .ok();
            server.post("/api/v1/notifications/channels", """
                            {"name": "resealed", "kind": "webhook", "url": "https://example.org", "secret": "sixteen characters"}""").created();
            assertThat(server.delete(repository + "/credentials").status()).isEqualTo(204);
            assertThat(server.get(repository + "/secrets")
                            .body()
                            .path("credentialsSetAt")
                            .isNull())
                    .isTrue();
        }
        try (RunningServer server = RunningServer.start(database, "--tidemark.secrets.key=" + OTHER)) {
            assertThat(server.get("/api/v1/secrets/keys")
                            .body()
                            .at("/keys/0/known")
                            .asBoolean(true))
                    .isFalse();
            assertThat(server.post("/api/v1/secrets/reseal", "").problem()).isEqualTo("secret-key-wrong");
        }
        try (RunningServer server = RunningServer.start(
                database, "--tidemark.secrets.key=" + OTHER, "--tidemark.secrets.old-key-files=" + old)) {
            int resealed = server.post("/api/v1/secrets/reseal", "")
                    .ok()
                    .body()
                    .path("resealed")
                    .asInt();
            assertThat(resealed).isGreaterThanOrEqualTo(2);
            assertThat(server.post("/api/v1/secrets/reseal", "")
                            .ok()
                            .body()
                            .path("resealed")
                            .asInt())
                    .isZero();
            Answer keys = server.get("/api/v1/secrets/keys");
            assertThat(keys.body().path("keys").size()).isEqualTo(1);
            assertThat(keys.body().at("/keys/0/id").asString())
                    .isEqualTo(keys.body().path("sealingKey").asString());
        }
    }

    @Test
    void badRequestsAreAnsweredWithTheirProblem(TestDatabase database) {
        try (RunningServer server = RunningServer.start(database)) {
            String repository = "/api/v1/repositories/" + server.repository("keyless");
            String nobody = "/api/v1/repositories/" + UUID.randomUUID();
            assertThat(server.put(repository + "/passphrase", "{\"passphrase\": \"a\"}")
                            .problem())
                    .isEqualTo("secret-key-missing");
            assertThat(server.post("/api/v1/secrets/reseal", "").problem()).isEqualTo("secret-key-missing");
            assertThat(server.put(nobody + "/passphrase", "{\"passphrase\": \"a\"}")
                            .problem())
                    .isEqualTo("not-found");
            assertThat(server.delete(nobody + "/credentials").problem()).isEqualTo("not-found");
            assertThat(server.get(nobody + "/secrets").problem()).isEqualTo("not-found");
            for (String body : List.of(
                    "{}",
                    "{\"passphrase\": null}",
                    "{\"passphrase\": 7}",
                    "{\"passphrase\": \"\"}",
                    "{\"passphrase\": \"a\\nb\"}",
                    "{\"passphrase\": [\"a\"]}",
                    "{\"passphrase\": \"half \\ud800 of one\"}",
                    "{\"passphrase\": \"a\", \"more\": 1}")) {
                assertThat(server.put(repository + "/passphrase", body).problem())
                        .as(body)
                        .isEqualTo("validation-failed");
            }
            assertThat(server.put(repository + "/credentials", "{\"accessKeyId\": \"a\"}")
                            .problem())
                    .isEqualTo("validation-failed");
            assertThat(server.put(
                                    repository + "/credentials",
                                    "{\"accessKeyId\": \"a\", \"secretAccessKey\": \"\\udc00\"}")
                            .problem())
                    .isEqualTo("validation-failed");
            assertThat(server.put(repository + "/credentials", "{\"accessKeyId\": \"a\", \"secretAccessKey\": \" \"}")
                            .problem())
                    .isEqualTo("unprocessable");
        }
    }

    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(UTF_8);
        return List.of(
                secret,
                HexFormat.of().formatHex(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }

    private static String dump(TestDatabase database) throws SQLException {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = database.connect();
                Statement tables = connection.createStatement();
                ResultSet names = tables.executeQuery(
                        "select quote_ident(tablename) from pg_tables where schemaname = 'public'")) {
            while (names.next()) {
                try (Statement rows = connection.createStatement();
                        ResultSet row = rows.executeQuery("select t::text from " + names.getString(1) + " t")) {
                    while (row.next()) {
                        dump.append(row.getString(1)).append('\n');
                    }
                }
            }
        }
        return dump.toString();
    }
}
