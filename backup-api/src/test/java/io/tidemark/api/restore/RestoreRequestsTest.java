package io.tidemark.api.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.testing.Answer;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.point.CommittedPoint;
import io.tidemark.catalog.point.PointView;
import io.tidemark.catalog.point.Points;
import io.tidemark.catalog.run.DiskMode;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@CatalogTest
class RestoreRequestsTest {
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
    void aDiskThatThePointHasNotIsRefusedAtOnceAndTheOthersAreNamed() {
        Answer answer = restore(point("vda", "vdb"), "\"vdz\"");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("disk-missing");
        assertThat(answer.body().path("detail").asString("")).contains("vdz", "vda, vdb");
    }

    @Test
    void ofSeveralDisksOneMustBeNamed() {
        Answer answer = restore(point("vda", "vdb"), "null");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("disk-missing");
        assertThat(answer.body().path("detail").asString("")).contains("vda, vdb");
    }

    @Test
    void aDiskOfThePointOrItsOnlyOneIsRestored() {
        restore(point("vda", "vdb"), "\"vdb\"").accepted();
        restore(point("vda"), "null").accepted();
    }

    private static Answer restore(UUID point, String disk) {
        return server.post("/api/v1/restores", """
                {"point": "%s", "disk": %s, "target": "/images/restored.qcow2"}""".formatted(point, disk));
    }

    private static UUID point(String... disks) {
        UUID id = UUID.randomUUID();
        server.context()
                .getBean(Points.class)
                .add(new CommittedPoint(
                        id,
                        new RepositoryEntryId(UUID.fromString(repository)),
                        "web",
                        null,
                        Instant.now(),
                        Stream.of(disks)
                                .map(name -> new PointView.Disk(name, DiskMode.FULL, "first backup", null, 9, 9, 9))
                                .toList()));
        return id;
    }
}
