package io.tidemark.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The API may grow, but what clients were promised stays. `openapi-promised.json` is the description that they were
/// last
/// given: it is replaced by `openapi.json` with each release, and with nothing else.
class ContractTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode PROMISED = JSON.readTree(Path.of("openapi-promised.json"));
    private static final JsonNode NOW = JSON.readTree(Path.of("openapi.json"));

    @Test
    void nothingThatClientsWerePromisedIsBroken() {
        assertThat(ContractChanges.breaking(PROMISED, NOW)).isEmpty();
    }

    @Test
    void whatIsOnlyMoreBreaksNothing() {
        assertThat(changed(api -> {
                    schema(api, "MachineView").putObject("more").put("type", "string");
                    schema(api, "CreateMachine").putObject("more").put("type", "string");
                    api.withObject("/paths").putObject("/api/v1/more").putObject("get");
                }))
                .isEmpty();
    }

    @Test
    void aPathThatGoesBreaks() {
        assertThat(changed(api -> api.withObject("/paths").remove("/api/v1/pools")))
                .containsExactly("GET /api/v1/pools is gone");
    }

    @Test
    void aParameterThatGoesOrIsRequiredBreaks() {
        assertThat(changed(api -> parameters(api).remove(0)))
                .singleElement()
                .asString()
                .endsWith("is gone");
        assertThat(changed(api -> parameters(api)
                        .addObject()
                        .put("name", "zone")
                        .put("in", "query")
                        .put("required", true)))
                .containsExactly("GET /api/v1/runs needs parameter zone now");
    }

    @Test
    void anAnswerThatLosesOrChangesAFieldBreaks() {
        assertThat(changed(api -> schema(api, "MachineView").remove("pool")))
                .isNotEmpty()
                .allMatch(change -> change.endsWith(".pool is gone"));
        assertThat(changed(api -> schema(api, "PoolView").putObject("machines").put("type", "string")))
                .singleElement()
                .asString()
                .endsWith(".machines was of type [integer] and is [string]");
        assertThat(changed(api -> schema(api, "PoolView")
                        .withObject("/name")
                        .putArray("type")
                        .add("string")
                        .add("null")))
                .singleElement()
                .asString()
                .contains(".name was of type [string]");
        assertThat(changed(api -> ((ArrayNode) api.at("/components/schemas/PoolView/required")).removeAll()))
                .isNotEmpty()
                .allMatch(change -> change.endsWith("may be missing now"));
    }

    @Test
    void aRequestThatMustSayMoreOrMaySayLessBreaks() {
        assertThat(changed(api -> ((ArrayNode) api.at("/components/schemas/CreateMachine/required")).add("pool")))
                .containsExactly("POST /api/v1/machines body.pool is required now");
        assertThat(changed(api -> schema(api, "CreateRepository").remove("endpoint")))
                .containsExactly("POST /api/v1/repositories body.endpoint is gone");
        assertThat(changed(api ->
                        schema(api, "CreateRepository").withObject("/name").put("maxLength", 3)))
                .containsExactly("POST /api/v1/repositories body.name is bounded more tightly: maxLength 3");
        assertThat(changed(api -> ((ArrayNode) api.at("/components/schemas/RequestedMode/enum")).remove(0)))
                .isNotEmpty()
                .allMatch(change -> change.endsWith("no more"));
    }

    private static List<String> changed(Consumer<ObjectNode> change) {
        ObjectNode copy = NOW.deepCopy().asObject();
        change.accept(copy);
        return ContractChanges.breaking(NOW, copy);
    }

    private static ObjectNode schema(ObjectNode api, String name) {
        return api.withObject("/components/schemas/" + name + "/properties");
    }

    private static ArrayNode parameters(ObjectNode api) {
        return (ArrayNode) api.at("/paths/~1api~1v1~1runs/get/parameters");
    }
}
