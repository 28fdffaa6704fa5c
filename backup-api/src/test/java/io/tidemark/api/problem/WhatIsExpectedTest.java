package io.tidemark.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A value that is not as it must be is answered with its name and with what it must be.
@CatalogTest
class WhatIsExpectedTest {
    private static final String POLICY = RunningServer.policy(
            "odd", "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000", Map.of());
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
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "enabled": "yes"                      | enabled                     | must be true or false
            "enabled": 1                          | enabled                     | must be true or false
            "enabled": []                         | enabled                     | must be true or false
            "objectiveSeconds": 1e400             | objectiveSeconds            | must be a whole number from 60 to 31622400, found one that is too large
            "objectiveSeconds": 1000000000000000000000000000000 | objectiveSeconds | must be a whole number from 60 to 31622400
            "objectiveSeconds": -99999999999999999999 | objectiveSeconds        | must be a whole number from 60 to 31622400
            "objectiveSeconds": "soon"            | objectiveSeconds            | must be a whole number from 60 to 31622400
            "objectiveSeconds": 60.5              | objectiveSeconds            | must be a whole number from 60 to 31622400
            "start": {"jitterSeconds": 1e400}     | start.jitterSeconds         | must be a whole number from 0 to 86400
            "start": {"jitterSeconds": 10000000000} | start.jitterSeconds       | must be a whole number from 0 to 86400
            "mode": "FULL"                        | mode                        | must be one of auto, full, compare, found "FULL"
            "mode": "Auto"                        | mode                        | must be one of auto, full, compare, found "Auto"
            """)
    void inABody(String member, String field, String message) {
        Answer answer = server.post("/api/v1/policies", POLICY.replace("\"enabled\": true", member));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("validation-failed");
        assertThat(answer.body().at("/errors/0/field").asString("")).isEqualTo(field);
        assertThat(answer.body().at("/errors/0/message").asString("")).startsWith(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            policies?enabled=perhaps  | enabled | must be true or false, found "perhaps"
            machines?limit=1e400      | limit   | must be a whole number from 1 to 200, found "1e400"
            runs?state=FAILED         | state   | must be one of queued,
            runs?kind=Backup          | kind    | must be one of backup,
            tokens?role=ADMIN         | role    | must be one of viewer,
            """)
    void inAQuery(String path, String field, String message) {
        Answer answer = server.get("/api/v1/" + path);

        assertThat(answer.problem()).isEqualTo("validation-failed");
        assertThat(answer.body().at("/errors/0/field").asString("")).isEqualTo(field);
        assertThat(answer.body().at("/errors/0/message").asString("")).startsWith(message);
    }

    @Test
    void aKindOfRunInAnotherCase() {
        Answer answer = server.post("/api/v1/runs", "{\"kind\": \"Backup\"}");

        assertThat(answer.problem()).isEqualTo("validation-failed");
        assertThat(answer.body().path("detail").asString())
                .isEqualTo("kind: must be one of backup, connect, verify, found \"Backup\".");
    }

    @Test
    void aKeyOfOneObjectThatIsThereTwice() {
        Answer answer = server.post("/api/v1/policies", """
                {"name": "a",
                 "start": {"jitterSeconds": 1, "jitterSeconds": 2}}""");

        assertThat(answer.problem()).isEqualTo("malformed-body");
        assertThat(answer.body().path("detail").asString())
                .startsWith("An object of the body has the key \"jitterSeconds\" twice (line 2, column ")
                .endsWith("). Give it once.");
    }

    @ParameterizedTest
    @CsvSource({"0, size must be between 1 and 255", "256, size must be between 1 and 255"})
    void anIdempotencyKey(int length, String message) {
        Answer answer = server.post("/api/v1/policies", POLICY, "Idempotency-Key", "k".repeat(length));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("validation-failed");
        assertThat(answer.body().at("/errors/0/field").asString("")).isEqualTo("Idempotency-Key");
        assertThat(answer.body().at("/errors/0/message").asString("")).isEqualTo(message);
    }
}
