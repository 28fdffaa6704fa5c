package io.tidemark.api.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.params.provider.Arguments;

/// Sends what must not be asked, and looks at the problem that comes back.
final class Refusals {
    private final RunningServer server;
    private final Map<String, String> things;

    /// @param things  what stands for `{name}` in paths and bodies
    Refusals(RunningServer server, Map<String, String> things) {
        this.server = server;
        this.things = Map.copyOf(things);
    }

    /// A body that cannot be read.
    static Arguments malformed(String path, String body) {
        return arguments("POST", path, body, 400, "malformed-body", "");
    }

    /// A body of which a field is not as it must be, or that is none without a field.
    static Arguments invalid(String path, String body, String field) {
        return arguments("POST", path, body, 400, field.isEmpty() ? "malformed-body" : "validation-failed", field);
    }

    /// @param field  the first that must be named; none for an empty one
    void check(String method, String path, String body, int status, String problem, String field, String... headers) {
        Answer answer = server.send(
                method,
                filled(path),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(filled(body)),
                headers);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(answer.response().body()).doesNotContain("horse", "sekrit");
        if (!field.isEmpty()) {
            assertThat(answer.body().at("/errors/0/field").asString("")).isEqualTo(field);
            assertThat(answer.body().at("/errors/0/message").asString("")).isNotBlank();
        }
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> thing : things.entrySet()) {
            filled = filled.replace("{" + thing.getKey() + "}", thing.getValue());
        }
        return filled;
    }
}
