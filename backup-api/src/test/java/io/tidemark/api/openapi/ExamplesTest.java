package io.tidemark.api.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@CatalogTest
class ExamplesTest {
    private static final String KEY = "q2Vx3y0vX0m2mJ3b3Hj9w1yq8m0b8F5nqkZ0S8kq0mE=";
    private static RunningServer server;
    private static JsonNode examples;
    private static Description description;

    @BeforeAll
    static void start(TestDatabase database) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(ExamplesTest.class.getResourceAsStream("/openapi-examples.json"))) {
            examples = new JsonMapper().readTree(file);
        }
        server = RunningServer.start(database, "--tidemark.secrets.key=" + KEY);
        description = new Description(server.get("/api/v1/openapi.json").ok().body());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everySchemaOfABodyHasAnExampleAndIsDescribedWithIt() {
        Set<String> bodies = new TreeSet<>(description.requests());
        bodies.addAll(description.answers());
        bodies.add("Problem");

        assertThat(examples.propertyNames()).containsExactlyInAnyOrderElementsOf(bodies);
        assertThat(bodies)
                .allSatisfy(schema ->
                        assertThat(description.examples(schema)).as(schema).containsExactly(examples.path(schema)));
    }

    @Test
    void everyExampleIsAsItsSchemaSays() {
        assertThat(examples.properties())
                .allSatisfy(example -> assertThat(description.faults(example.getKey(), example.getValue()))
                        .as(example.getKey())
                        .isEmpty());
    }

    @Test
    void whatASchemaDoesNotSayIsAFaultHoweverDeep() {
        JsonNode machine = examples.path("MachineView");
        ObjectNode more = (ObjectNode) machine.deepCopy();
        ((ObjectNode) more.at("/lastRun")).put("percent", 100);
        ObjectNode less = (ObjectNode) machine.deepCopy();
        ((ObjectNode) less.at("/lastPoint/repository")).remove("name");
        ObjectNode wrong = (ObjectNode) machine.deepCopy();
        ((ObjectNode) wrong.at("/lastPoint")).put("createdAt", "yesterday");

        assertThat(description.faults("MachineView", machine)).isEmpty();
        assertThat(description.faults("MachineView", more).toString()).contains("percent");
        assertThat(description.faults("MachineView", less).toString()).contains("name");
        assertThat(description.faults("MachineView", wrong).toString()).contains("createdAt");
    }

    @Test
    void theServerTakesEveryExampleOfARequest() {
        assertThat(new ExampleRequests(server, examples).send()).isEqualTo(description.requests());
    }

    @Test
    void anExampleOfNoSchemaIsRefused() throws IOException {
        JsonSchema machine = new JsonSchema();
        OpenAPI api = new OpenAPI().components(new Components().addSchemas("Machine", machine));

        assertThatIllegalStateException()
                .isThrownBy(() -> read("{\"Machine\": {}, \"Maschine\": {}}").putInto(api))
                .withMessageContaining("[Maschine]");
        read("{\"Machine\": {}}").putInto(api);
        assertThat(machine.getExamples()).hasSize(1);
    }

    @Test
    void twoExamplesOfOneSchemaAreRefused() {
        assertThatIOException().isThrownBy(() -> read("{\"Machine\": {}, \"Machine\": {}}"));
    }

    private static BodyExamples read(String json) throws IOException {
        return BodyExamples.of(new ByteArrayInputStream(json.getBytes(UTF_8)));
    }
}
