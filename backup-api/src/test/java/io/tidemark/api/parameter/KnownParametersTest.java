package io.tidemark.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@CatalogTest
class KnownParametersTest {
    private static RunningServer server;

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyEndpointRefusesWhatItsDescriptionDoesNotNameAndTakesWhatItNames() {
        JsonNode api = server.get("/api/v1/openapi.json").ok().body();
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                String address =
                        path.getKey().replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
                assertThat(send(method, address + "?zebra=1"))
                        .as(method + " " + address)
                        .contains("parameter-unknown");
                for (JsonNode parameter : operation.getValue().path("parameters")) {
                    if (parameter.path("in").asString().equals("query")) {
                        String name = parameter.path("name").asString();
                        assertThat(send(method, address + "?" + name + "=%21"))
                                .as(method + " " + address + " " + name)
                                .doesNotContain("parameter-unknown");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | machines?lable=env%3Dx         | This path knows no parameter "lable"; did you mean "label"?
            GET  | machines?Label=env%3Dx         | This path knows no parameter "Label"; did you mean "label"?
            GET  | machines?label%5B0%5D=env%3Dx  | This path knows no parameter "label[0]"; did you mean "label"?
            GET  | runs?stat=running              | This path knows no parameter "stat"; did you mean "state"?
            GET  | tokens?created=2               | This path knows no parameter "created".
            GET  | machines?pool=default&zebra=1  | This path knows no parameter "zebra".
            GET  | session?zebra                  | This path knows no parameter "zebra". It knows none.
            POST | machines?dryRun=true           | This path knows no parameter "dryRun". It knows none.
            GET  | machines?pool=default&%C3%9F%22=1 | This path knows no parameter "ß"".
            """)
    void theNearestOneIsNamed(String method, String path, String detail) {
        Answer answer = server.send(method, "/api/v1/" + path, BodyPublishers.ofString("{}"));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("parameter-unknown");
        assertThat(answer.body().path("detail").asString()).startsWith(detail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            machines?limit=1&limit=2                  | limit  | must be given once, found 2 times
            machines?limit=1&limit=1&limit=1          | limit  | must be given once, found 3 times
            machines?cursor=&limit=1                  | cursor | must not be empty: give a value, or leave it out
            machines?limit=                           | limit  | must not be empty: give a value, or leave it out
            machines?limit                            | limit  | must not be empty: give a value, or leave it out
            machines?label=env%3Dx&label=             | label  | must not be empty: give a value, or leave it out
            runs?state=failed&state=lost              | state  | must be given once, found 2 times
            runs?%73tate=failed&state=lost            | state  | must be given once, found 2 times
            events?run=                               | run    | must not be empty: give a value, or leave it out
            audit/export?after=                       | after  | must not be empty: give a value, or leave it out
            audit/check?number=1&number=2&hash=       | hash   | must not be empty: give a value, or leave it out
            """)
    void whatIsGivenTwiceOrWithoutAValueIsRefused(String path, String field, String message) {
        Answer answer = server.get("/api/v1/" + path);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("validation-failed");
        assertThat(answer.body().at("/errors/0/field").asString("")).isEqualTo(field);
        assertThat(answer.body().at("/errors/0/message").asString("")).isEqualTo(message);
    }

    @Test
    void whatIsAListMayBeGivenMoreThanOnce() {
        server.get("/api/v1/machines?label=env%3Dx&label=tier%3Dy").ok();
    }

    @Test
    void whatIsNoEndpointOfTheApiIsLeftAlone() {
        assertThat(server.get("/api/v1/health?probe=1").status()).isEqualTo(200);
        assertThat(server.get("/api/v1/openapi.json?group=1").status()).isEqualTo(200);
        assertThat(server.get("/login?refused=failed").response().body()).doesNotContain("parameter-unknown");
    }

    private static String send(String method, String path) {
        return server.send(method, path, BodyPublishers.ofString("{}"))
                .response()
                .body();
    }
}
