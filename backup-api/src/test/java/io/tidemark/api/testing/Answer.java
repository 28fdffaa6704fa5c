package io.tidemark.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the server answered.
public record Answer(HttpResponse<String> response) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PROBLEMS = "https://tidemark.io/problems/";

    public int status() {
        return response.statusCode();
    }

    public JsonNode body() {
        return response.body().isEmpty() ? JSON.missingNode() : JSON.readTree(response.body());
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /// Asserts that something was created, and says its id.
    public String created() {
        assertThat(status()).as(response.body()).isEqualTo(201);
        String id = body().path("id").asString();
        assertThat(header("Location")).endsWith("/" + id);
        return id;
    }

    /// Asserts that a run was queued, and says its id.
    public String accepted() {
        assertThat(status()).as(response.body()).isEqualTo(202);
        String id = body().path("id").asString();
        assertThat(header("Location")).isEqualTo("/api/v1/runs/" + id);
        return id;
    }

    public Answer ok() {
        assertThat(status()).as(response.body()).isEqualTo(200);
        return this;
    }

    /// Asserts that this is a well-formed problem, and says its code.
    public String problem() {
        assertThat(header("Content-Type")).as(response.body()).startsWith("application/problem+json");
        JsonNode problem = body();
        assertThat(problem.path("status").asInt()).isEqualTo(status());
        assertThat(problem.path("title").asString("")).isNotBlank();
        assertThat(problem.path("detail").asString(""))
                .as("sentences")
                .matches("(?s).*[.?!]")
                .doesNotEndWith("..");
        assertThat(response.body()).doesNotContain("Exception", "\tat ", "io.tidemark.api", "org.springframework");
        assertThat(problem.path("type").asString("")).startsWith(PROBLEMS);
        return problem.path("type").asString().substring(PROBLEMS.length());
    }
}
