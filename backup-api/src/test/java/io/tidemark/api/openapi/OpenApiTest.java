package io.tidemark.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@CatalogTest
class OpenApiTest {
    private static final Path CHECKED_IN = Path.of("openapi.json");
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
    void theCheckedInDescriptionIsTheGeneratedOne() throws IOException {
        String generated = server.get("/api/v1/openapi.json").ok().body().toPrettyString() + "\n";

        if (Boolean.getBoolean("openapi.update")) {
            Files.writeString(CHECKED_IN, generated);
        }

        assertThat(CHECKED_IN)
                .as("run the build once with -Dopenapi.update=true when the interface was meant to change")
                .content()
                .isEqualTo(generated);
    }

    @Test
    void everyOperationHasAnIdASummaryAndAProblemAsItsDefaultAnswer() throws IOException {
        JsonNode api = new JsonMapper().readTree(Files.readString(CHECKED_IN));

        assertThat(api.path("openapi").asString()).startsWith("3.1");
        for (JsonNode path : api.path("paths")) {
            for (JsonNode operation : path) {
                assertThat(operation.path("operationId").asString("")).isNotBlank();
                assertThat(operation.path("summary").asString("")).isNotBlank();
                assertThat(operation.at("/responses/default/content").propertyNames())
                        .as(operation.path("operationId").asString())
                        .containsExactly("application/problem+json");
            }
        }
    }
}
