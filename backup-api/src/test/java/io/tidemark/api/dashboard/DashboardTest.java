package io.tidemark.api.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.net.http.HttpRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@CatalogTest
class DashboardTest {
    private static final Pattern SCRIPT = Pattern.compile("src=\"(/assets/[^\"]+\\.js)\"");
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
    @ValueSource(strings = {"/", "/index.html", "/machines", "/machines/0190-some-id", "/runs/a/b?tab=log"})
    void everyAddressInsideTheDashboardGetsItsPageWithoutAToken(String path) {
        Answer answer = withoutToken(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.response().body()).contains("<div id=\"root\">");
        assertThat(answer.header("Cache-Control")).contains("no-cache");
        assertThat(answer.header("Content-Security-Policy")).contains("script-src 'self'");
    }

    @Test
    void filesNamedAfterTheirContentAreKeptByBrowsers() {
        Matcher script = SCRIPT.matcher(withoutToken("/").response().body());
        assertThat(script.find()).isTrue();

        Answer answer = withoutToken(script.group(1));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains("javascript");
        assertThat(answer.header("Cache-Control")).contains("immutable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/missing.js", "/assets/missing.js", "/favicon.ico.exe", "/.env"})
    void aFileThatIsNotThereIsNotThePage(String path) {
        assertThat(withoutToken(path).problem()).isEqualTo("not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/env",
                "/actuator/health/",
                "/v3/api-docs",
                "/v3/api-docs/swagger-config",
                "/v2/api-docs",
                "/swagger-ui/",
                "/swagger-ui/index.html",
                "/swagger-resources",
                "/webjars/x",
                "/graphql",
                "/apis",
                "/API/v1/machines"
            })
    void whatOtherServersHaveIsNotThePage(String path) {
        assertThat(withoutToken(path).problem()).isEqualTo("not-found");
    }

    private static Answer withoutToken(String path) {
        return server.send(HttpRequest.newBuilder(server.address().resolve(path)));
    }
}
