package io.tidemark.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@CatalogTest
class IdempotencyTest {
    private static final int AT_ONCE = 8;
    private static RunningServer server;
    private static String repository = "";

    @BeforeAll
    static void start(TestDatabase database) {
        server = RunningServer.start(database);
        repository = server.repository("main");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theSameKeyAndRequestStartOneRun() {
        String machine = server.machine("one");

        String first = backup(machine, "auto", "key-1").accepted();
        String second = backup(machine, "auto", "key-1").accepted();

        assertThat(second).isEqualTo(first);
        assertThat(runsOf(machine)).containsExactly(first);
    }

    @Test
    void theSameKeyForAnotherRequestIsRefused() {
        String machine = server.machine("two");
        backup(machine, "auto", "key-2").accepted();

        Answer answer = backup(machine, "full", "key-2");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void withoutAKeyASecondBackupOfTheMachineIsRefusedWhileTheFirstIsQueued() {
        String machine = server.machine("three");
        backup(machine, "auto", "").accepted();

        Answer answer = backup(machine, "auto", "");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("run-already-active");
    }

    @Test
    void aKeyThatIsTooLongIsRefused() {
        Answer answer = backup(server.machine("four"), "auto", "k".repeat(256));

        assertThat(answer.problem()).isEqualTo("validation-failed");
    }

    @Test
    void requestsAtTheSameMomentWithOneKeyStartOneRun() throws InterruptedException, ExecutionException {
        String machine = server.machine("five");

        List<Answer> answers = atOnce(() -> backup(machine, "auto", "key-5"));

        assertThat(answers.stream().map(Answer::accepted).distinct()).hasSize(1);
        assertThat(runsOf(machine)).hasSize(1);
    }

    @Test
    void requestsAtTheSameMomentForOneNameCreateOneMachine() throws InterruptedException, ExecutionException {
        List<Answer> answers = atOnce(() -> server.post(
                "/api/v1/machines",
                "{\"name\": \"six\", \"disks\": [{\"name\": \"disk\", \"imagePath\": \"/images/six\"}]}"));

        assertThat(answers.stream().map(Answer::status)).containsOnlyOnce(201).containsOnly(201, 409);
        assertThat(answers.stream().filter(answer -> answer.status() == 409).map(Answer::problem))
                .containsOnly("machine-exists");
    }

    private static Answer backup(String machine, String mode, String key) {
        String body = "{\"kind\": \"backup\", \"machine\": \"%s\", \"repository\": \"%s\", \"mode\": \"%s\"}"
                .formatted(machine, repository, mode);
        return key.isEmpty()
                ? server.post("/api/v1/runs", body)
                : server.post("/api/v1/runs", body, "Idempotency-Key", key);
    }

    private static List<String> runsOf(String machine) {
        List<String> ids = new ArrayList<>();
        server.get("/api/v1/runs?machine=" + machine)
                .ok()
                .body()
                .path("items")
                .forEach(run -> ids.add(run.path("id").asString()));
        return ids;
    }

    private static List<Answer> atOnce(Callable<Answer> request) throws InterruptedException, ExecutionException {
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> requests = java.util.Collections.nCopies(AT_ONCE, request);
            for (Future<Answer> answer : clients.invokeAll(requests)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }
}
