package io.tidemark.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.run.RunViews;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@CatalogTest
class ManyListenersTest {
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
    void aCallerWithTooManyStreamsKeepsNobodyElseOutAndHasThemBackAtOnce() throws Exception {
        List<Socket> open = new ArrayList<>();
        for (int n = 0; n < RunEvents.MAXIMUM_OF_A_CALLER; n++) {
            open.add(stream(RunningServer.TOKEN));
        }
        Answer refused = server.get("/api/v1/events");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.problem()).isEqualTo("too-many-listeners");
        String other = server.post("/api/v1/tokens", """
                        {"name": "somebody else", "role": "viewer"}""").body().path("token").asString();
        open.add(stream(other));

        for (Socket socket : open.subList(0, 5)) {
            socket.close();
        }
        for (int n = 0; n < 5; n++) {
            open.add(stream(RunningServer.TOKEN));
        }
        assertThat(server.get("/api/v1/events").status()).isEqualTo(429);
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Test
    void whereAllStreamsAreOpenWhoHasNoneTakesThePlaceOfWhoHasMost() throws Exception {
        RunEvents events = new RunEvents(server.context().getBean(RunViews.class));
        events.start();
        List<Listener> open = new ArrayList<>();
        UUID greedy = UUID.randomUUID();
        for (int n = 0; n < RunEvents.MAXIMUM_OF_A_CALLER; n++) {
            open.add(events.listen(greedy, null));
        }
        while (open.size() < RunEvents.MAXIMUM_LISTENERS) {
            open.add(events.listen(UUID.randomUUID(), null));
        }

        Listener late = events.listen(UUID.randomUUID(), null);

        assertThat(late.ended()).isFalse();
        assertThat(open).filteredOn(Listener::ended).containsExactly(open.getFirst());
        events.stop();
        assertThat(late.ended()).isTrue();
    }

    /// An open stream whose first line has come, on a connection that closes when it is told to.
    private static Socket stream(String token) throws IOException {
        Socket socket = new Socket(server.address().getHost(), server.address().getPort());
        socket.getOutputStream().write("""
                        GET /api/v1/events HTTP/1.1\r
                        Host: localhost\r
                        Authorization: Bearer %s\r
                        \r
                        """.formatted(token).getBytes(StandardCharsets.UTF_8));
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().contains(": listening")) {
            int read = socket.getInputStream().read();
            assertThat(read).as("in " + answer).isNotNegative();
            answer.append((char) read);
        }
        assertThat(answer).startsWith("HTTP/1.1 200");
        return socket;
    }
}
