package io.tidemark.api.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.tidemark.api.problem.ProblemException;
import io.tidemark.api.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

class ListTurnsTest {
    private final ListTurns turns = new ListTurns(1, Duration.ofMillis(20));
    private final Lists lists = new Lists();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final MockMvc server = MockMvcBuilders.standaloneSetup(lists)
            .addInterceptors(turns)
            .setControllerAdvice(turns)
            .build();

    @AfterEach
    void stop() {
        lists.goOn.countDown();
        clients.close();
    }

    @Test
    void aListWaitsForItsTurnAndOtherRequestsDoNot() throws Exception {
        Future<Integer> slow = clients.submit(() -> status("/slow"));
        lists.entered.await();

        assertThatThrownBy(() -> status("/list"))
                .hasRootCauseInstanceOf(ProblemException.class)
                .rootCause()
                .satisfies(refused -> {
                    assertThat(((ProblemException) refused).type()).isEqualTo(ProblemType.CATALOG_UNAVAILABLE);
                    assertThat(refused).hasMessageContaining("Try again");
                });
        assertThat(status("/other")).isEqualTo(200);

        lists.goOn.countDown();
        assertThat(slow.get()).isEqualTo(200);
        assertThat(status("/list")).isEqualTo(200);
    }

    @Test
    void aListThatFailsGivesItsTurnBack() throws Exception {
        assertThatThrownBy(() -> status("/broken")).hasRootCauseInstanceOf(IllegalStateException.class);

        assertThat(status("/list")).isEqualTo(200);
    }

    @Test
    void whoeverReadsSlowlyKeepsNobodyWaiting() throws Exception {
        Future<Integer> slow = clients.submit(() -> status("/slowly-read"));
        lists.entered.await();

        assertThat(status("/list")).isEqualTo(200);

        lists.goOn.countDown();
        assertThat(slow.get()).isEqualTo(200);
        assertThat(status("/list")).isEqualTo(200);
    }

    private int status(String path) throws Exception {
        return server.perform(get(path)).andReturn().getResponse().getStatus();
    }

    @RestController
    static class Lists {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @GetMapping("/list")
        @SortedBy("name")
        Page<String> list() {
            return new Page<>(List.of("a"), null);
        }

        @GetMapping("/other")
        String other() {
            return "b";
        }

        @GetMapping("/broken")
        @SortedBy("name")
        Page<String> broken() {
            throw new IllegalStateException("broken");
        }

        @GetMapping("/slow")
        @SortedBy("name")
        Page<String> slow() throws InterruptedException {
            hold();
            return list();
        }

        @GetMapping("/slowly-read")
        @SortedBy("name")
        Page<Slow> slowlyRead() {
            return new Page<>(List.of(new Slow(this)), null);
        }

        private void hold() throws InterruptedException {
            entered.countDown();
            goOn.await();
        }
    }

    /// Takes its time to be written.
    static final class Slow {
        private final Lists lists;

        Slow(Lists lists) {
            this.lists = lists;
        }

        public String getText() throws InterruptedException {
            lists.hold();
            return "c";
        }
    }
}
