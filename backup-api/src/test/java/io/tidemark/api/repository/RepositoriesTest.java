package io.tidemark.api.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@CatalogTest
class RepositoriesTest {
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
    void isOpenAndWithoutLimitsUnlessSaidOtherwise() {
        Answer plain = server.post("/api/v1/repositories", """
                {"name": "plain", "location": "s3://bucket/plain"}""");
        Answer chosen = server.post("/api/v1/repositories", """
                {"name": "vault", "location": "s3://bucket/vault", "sealed": true,
                 "limits": {"requestsPerSecond": 50, "bytesPerSecond": 20000000}}""");

        plain.created();
        assertThat(plain.body().path("sealed").asBoolean()).isFalse();
        assertThat(plain.body().at("/limits/bytesPerSecond").isNull()).isTrue();
        chosen.created();
        assertThat(chosen.body().path("sealed").asBoolean()).isTrue();
        assertThat(chosen.body().at("/limits/requestsPerSecond").asInt()).isEqualTo(50);
        assertThat(chosen.body().at("/limits/bytesPerSecond").asLong()).isEqualTo(20_000_000);
    }

    @Test
    void changedLimitsNeedTheTagOfWhatWasRead() {
        Answer created = server.post("/api/v1/repositories", """
                {"name": "busy", "location": "s3://bucket/busy"}""");
        String path = created.header("Location");
        String tag = server.get(path).ok().header("ETag");
        assertThat(tag).isEqualTo(created.header("ETag"));

        Answer changed = server.put(path + "/limits", "{\"requestsPerSecond\": 10}", "If-Match", tag)
                .ok();
        Answer late = server.put(path + "/limits", "{}", "If-Match", tag);
        Answer whatever = server.put(path + "/limits", "{}", "If-Match", "*").ok();

        assertThat(changed.body().at("/limits/requestsPerSecond").asInt()).isEqualTo(10);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.problem()).isEqualTo("precondition-failed");
        assertThat(whatever.body().at("/limits/requestsPerSecond").isNull()).isTrue();
    }
}
