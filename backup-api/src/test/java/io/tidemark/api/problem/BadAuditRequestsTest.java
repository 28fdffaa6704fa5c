package io.tidemark.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What must not be asked of the audit trail.
@CatalogTest
class BadAuditRequestsTest {
    private static RunningServer server;

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0} {1} -> {2} {3}")
    @CsvSource({
        "GET, ?limit=0, 400, validation-failed, limit",
        "GET, ?limit=many, 400, validation-failed, limit",
        "GET, ?from=yesterday, 400, validation-failed, from",
        "GET, ?to=2026-13-01T00:00:00Z, 400, validation-failed, to",
        "GET, ?caller=, 400, validation-failed, caller",
        "GET, ?cursor=bmE, 400, cursor-invalid, ''",
        "GET, ?cursor=xyz, 400, cursor-invalid, ''",
        "GET, /check?number=1, 400, validation-failed, hash",
        "GET, /check?number=-1&hash=ab, 400, validation-failed, ''",
        "GET, /check?number=1&hash=ABC, 400, validation-failed, hash",
        "GET, /export?after=-1, 400, validation-failed, after",
        "GET, /1, 404, not-found, ''",
        "DELETE, '', 405, method-not-allowed, ''",
        "PUT, /head, 405, method-not-allowed, ''",
        "POST, '', 405, method-not-allowed, ''"
    })
    void isAnsweredWithItsProblem(String method, String path, int status, String problem, String field) {
        Answer answer =
                server.send(method, "/api/v1/audit" + path, java.net.http.HttpRequest.BodyPublishers.ofString("{}"));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        if (!field.isEmpty()) {
            assertThat(answer.body().at("/errors/0/field").asString("")).isEqualTo(field);
        }
    }
}
