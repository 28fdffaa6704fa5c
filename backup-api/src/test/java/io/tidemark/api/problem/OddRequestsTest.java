package io.tidemark.api.problem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests whose encoding, media type or numbers are not what the API speaks.
@CatalogTest
class OddRequestsTest {
    private static RunningServer server;

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/machines?cursor=%ff",
                "/api/v1/machines?%ff=1",
                "/api/v1/runs?state=%c3%28",
                "/api/v1/runs/00000000-0000-0000-0000-000000000000/log?after=%ff",
                "/api/v1/points?machine=%e2%82",
                "/api/v1/events?run=%ff",
                "/api/v1/machines?%01=1"
            })
    void aQueryThatIsNotUtf8OrHasControlCharactersIsMalformed(String path) {
        Answer answer = server.get(path);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("malformed-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/yaml",
                "application/x-yaml",
                "text/yaml",
                "application/xml",
                "application/cbor",
                "text/plain"
            })
    void onlyJsonIsTakenAsABody(String type) {
        String yaml = "name: odd\ndisks:\n- {name: disk, imagePath: /images/odd.qcow2}\n";

        Answer answer = server.send(
                server.request("/api/v1/machines").header("Content-Type", type).POST(BodyPublishers.ofString(yaml)));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(415);
        assertThat(answer.problem()).isEqualTo("unsupported-media-type");
        assertThat(answer.header("Accept")).doesNotContain("yaml");
    }

    @ParameterizedTest
    @CsvSource({"name=odd&disks=none, 415, unsupported-media-type", "a%01b=1, 400, malformed-request"})
    void aFormIsNoBody(String form, int status, String problem) {
        Answer answer = server.send(server.request("/api/v1/machines")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/yaml", "application/xml", "application/cbor"})
    void onlyJsonIsGivenAsAnAnswer(String type) {
        Answer answer = server.send(server.request("/api/v1/machines").GET().setHeader("Accept", type));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(406);
        assertThat(answer.problem()).isEqualTo("not-acceptable");
    }

    @Test
    void theDescriptionOfTheApiIsGivenInJsonAlone() {
        assertThat(server.get("/api/v1/openapi.json").status()).isEqualTo(200);
        assertThat(server.get("/api/v1/openapi.json.yaml").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/machines?limit=99999999999, limit, must be a whole number from 1 to 200",
        "/api/v1/machines?limit=many, limit, must be a whole number from 1 to 200",
        "/api/v1/runs?limit=1.5, limit, must be a whole number from 1 to 200",
        "/api/v1/runs/00000000-0000-0000-0000-000000000000/log?limit=x, limit, must be a whole number from 1 to 200",
        "/api/v1/runs/00000000-0000-0000-0000-000000000000/log?after=x, after, must be a whole number of at least 0",
        "/api/v1/points?machine=x, machine, must be a UUID"
    })
    void valuesOfAnotherTypeAreToldInWordsForPeople(String path, String field, String message) {
        Answer answer = server.get(path);

        assertThat(answer.problem()).isEqualTo("validation-failed");
        assertThat(answer.body().at("/errors/0/field").asString("")).isEqualTo(field);
        assertThat(answer.body().at("/errors/0/message").asString("")).startsWith(message + ", found \"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "caller", "containing"})
    void noNulReachesTheDatabase(String parameter) {
        String path = Map.of(
                        "name", "machines?name=a%00b",
                        "caller", "audit?caller=a%00b",
                        "containing", "pools/default/images?containing=a%00b")
                .get(parameter);

        Answer answer = server.get("/api/v1/" + path);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.problem()).isIn("validation-failed", "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_100_000, 2_600_000})
    void aBodyThatDoesNotSayHowLongItIsIsRefusedAtTheLimit(int length) {
        byte[] body = ("{\"name\": \"" + "x".repeat(length) + "\"}").getBytes(UTF_8);

        Answer answer = server.send(
                "POST", "/api/v1/machines", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("body-too-large");
    }
}
