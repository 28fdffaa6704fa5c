package io.tidemark.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

@CatalogTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {
    private final RunningServer server;

    MetricsTest(TestDatabase database) {
        server = RunningServer.start(database);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void machinesPoolsAndRequestsAreTold() {
        String machine = server.machine("web1");
        String repository = server.repository("vault");
        server.post("/api/v1/runs", """
                {"kind": "backup", "machine": "%s", "repository": "%s"}""".formatted(machine, repository)).accepted();

        server.context().getBean(FleetMeters.class).refresh();
        Answer answer = server.get("/api/v1/metrics").ok();

        assertThat(answer.header("Content-Type")).startsWith("text/plain").contains("version=0.0.4");
        assertThat(answer.response().body().lines())
                .contains("tidemark_machine_last_point_age_seconds{machine=\"web1\",pool=\"default\"} +Inf")
                // The repository's connect and the backup.
                .contains("tidemark_pool_queued_runs{pool=\"default\"} 2.0")
                .contains("tidemark_pool_running_runs{pool=\"default\"} 0.0")
                .contains("tidemark_pool_workers{pool=\"default\"} 0.0")
                .anyMatch(line -> line.startsWith("tidemark_pool_oldest_wait_seconds{pool=\"default\"} "))
                .anyMatch(line -> line.startsWith("http_server_requests_seconds_count{")
                        && line.contains("uri=\"/api/v1/machines\""));
    }

    @Test
    void runsThatAreLostAreToldForADay() {
        String machine = server.machine("bereft");
        String repository = server.repository("bereft");
        String run =
                server.post("/api/v1/runs", """
                        {"kind": "backup", "machine": "%s", "repository": "%s"}""".formatted(machine, repository)).accepted();
        JdbcClient jdbc = server.context().getBean(JdbcClient.class);
        FleetMeters meters = server.context().getBean(FleetMeters.class);

        jdbc.sql(
                        "update runs set state = 'cancelled', finished_at = now() where repository_id = ?::uuid and kind = 'connect'")
                .param(repository)
                .update();
        jdbc.sql(
                        "update runs set state = 'lost', error_code = 'lost', error_message = 'died', finished_at = now() where id = ?::uuid")
                .param(run)
                .update();
        meters.refresh();
        assertThat(server.get("/api/v1/metrics").response().body().lines())
                .contains("tidemark_pool_lost_runs{pool=\"default\"} 1.0");

        jdbc.sql("update runs set finished_at = now() - interval '25 hours' where id = ?::uuid")
                .param(run)
                .update();
        meters.refresh();
        assertThat(server.get("/api/v1/metrics").response().body().lines())
                .contains("tidemark_pool_lost_runs{pool=\"default\"} 0.0");
    }

    @Test
    void theDashboardForGrafanaAsksForNothingThatIsNotTold() throws IOException {
        server.machine("on-the-dashboard");
        server.context().getBean(FleetMeters.class).refresh();
        String told = server.get("/api/v1/metrics").ok().response().body();
        Set<String> asked = Pattern.compile("tidemark_(machine|pool)_[a-z_]+")
                .matcher(Files.readString(Path.of("../deploy/grafana/tidemark.json")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());

        assertThat(asked).isNotEmpty().allSatisfy(name -> assertThat(told).contains("\n" + name + "{"));
    }

    @Test
    void aMachineThatIsGoneIsToldNoMore() {
        String machine = server.machine("short-lived");
        FleetMeters meters = server.context().getBean(FleetMeters.class);
        meters.refresh();
        assertThat(server.get("/api/v1/metrics").response().body()).contains("short-lived");

        server.delete("/api/v1/machines/" + machine);
        meters.refresh();

        assertThat(server.get("/api/v1/metrics").response().body()).doesNotContain("short-lived");
    }

    @Test
    void nobodyLearnsThemWithoutAToken() {
        Answer answer = server.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/metrics")));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.problem()).isEqualTo("unauthorized");
    }
}
