package io.tidemark.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Which role reaches which endpoint: written down, so that a new endpoint shows in review, and tried cell by cell.
@CatalogTest
class RolesTest {
    private static final Path TABLE = Path.of("src/test/resources/io/tidemark/api/access/endpoints.txt");
    private static final String BOUNDED = "bounded";
    private static RunningServer server;
    private static final Map<String, String> TOKENS = new HashMap<>();

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
        for (Role role : Role.values()) {
            TOKENS.put(role.word(), token(role.word(), "{\"name\": \"%1$s\", \"role\": \"%1$s\"}"));
        }
        TOKENS.put(BOUNDED, token(BOUNDED, "{\"name\": \"%1$s\", \"role\": \"admin\", \"bounds\": {\"a\": \"b\"}}"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theTableIsTheOneCheckedIn() throws IOException {
        List<String> found = endpoints().stream().map(RolesTest::line).sorted().toList();
        Files.write(Path.of("target/endpoints.txt"), found);

        assertThat(found)
                .as("when a change was meant: cp backup-api/target/endpoints.txt backup-api/" + TABLE)
                .containsExactlyElementsOf(Files.readAllLines(TABLE));
    }

    @Test
    void eachRoleReachesWhatTheTableSaysAndNothingElse() {
        List<String> wrong = new ArrayList<>();
        for (Endpoint endpoint : endpoints()) {
            for (Map.Entry<String, String> token : TOKENS.entrySet()) {
                Answer answer = call(endpoint, token.getValue());
                boolean refused = answer.status() == 403
                        && answer.body().path("type").asString("").endsWith("/forbidden");
                if (refused == endpoint.reachedBy().contains(token.getKey()) || answer.status() == 401) {
                    wrong.add(endpoint.method() + " " + endpoint.path() + " by " + token.getKey() + ": "
                            + answer.status());
                }
            }
        }

        assertThat(endpoints().size()).isGreaterThan(35);
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatARunAsksForIsCheckedByItsKind() {
        String nobody = UUID.randomUUID().toString();
        assertThat(start(Role.BACKUP_ONLY, "{\"kind\": \"verify\", \"point\": \"" + nobody + "\"}"))
                .isEqualTo("forbidden");
        assertThat(start(Role.BACKUP_ONLY, "{\"kind\": \"connect\", \"repository\": \"" + nobody + "\"}"))
                .isEqualTo("forbidden");
        assertThat(start(Role.OPERATOR, "{\"kind\": \"verify\", \"point\": \"" + nobody + "\"}"))
                .isEqualTo("not-found");
    }

    private static String start(Role role, String body) {
        return server.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/runs"))
                        .header("Authorization", "Bearer " + TOKENS.get(role.word()))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)))
                .problem();
    }

    /// A request that is let through ends at its body, its missing If-Match or an id that is nobody's, and does
    /// nothing.
    private static Answer call(Endpoint endpoint, String token) {
        String path = endpoint.path().replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
        String query = path.endsWith("/events") ? "?run=" + UUID.randomUUID() : "";
        HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path + query))
                .header("Authorization", "Bearer " + token);
        return server.send(
                endpoint.method().equals("GET") || endpoint.method().equals("DELETE")
                        ? request.method(endpoint.method(), BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .method(endpoint.method(), BodyPublishers.ofString("{")));
    }

    private static String line(Endpoint endpoint) {
        return endpoint.method() + " " + endpoint.path() + ": "
                + (endpoint.reachedBy().isEmpty() ? "everybody" : String.join(", ", endpoint.reachedBy()));
    }

    private static List<Endpoint> endpoints() {
        Map<RequestMappingInfo, HandlerMethod> mappings = server.context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods();
        return mappings.entrySet().stream()
                .filter(mapping -> mapping.getValue().hasMethodAnnotation(Requires.class))
                .flatMap(mapping -> mapping.getKey().getPatternValues().stream()
                        .flatMap(path -> mapping.getKey().getMethodsCondition().getMethods().stream()
                                .map(method -> new Endpoint(
                                        method.name(),
                                        path,
                                        reachedBy(Objects.requireNonNull(
                                                mapping.getValue().getMethodAnnotation(Requires.class)))))))
                .toList();
    }

    private static List<String> reachedBy(Requires declared) {
        List<String> callers = Arrays.stream(Role.values())
                .filter(role -> role.permits(declared.value()))
                .map(Role::word)
                .collect(Collectors.toCollection(ArrayList::new));
        if (declared.heedsBounds() && declared.value().fitsWithinBounds()) {
            callers.add(BOUNDED);
        }
        return callers;
    }

    private static String token(String name, String body) {
        return server.post("/api/v1/tokens", body.formatted(name))
                .body()
                .path("token")
                .asString();
    }

    private record Endpoint(String method, String path, List<String> reachedBy) {}
}
