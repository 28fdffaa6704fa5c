package io.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.endtoend.DrivenServer.Outcome;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A server with its worker, database and S3 server, driven by the `tidemark` command alone. The tests are one story
/// and go on from each other.
@QemuTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServerByCommandLineTest {
    private final Path folder;
    private DrivenServer server;
    private Path image;

    ServerByCommandLineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    void start() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        image = images.resolve("web1.qcow2");
        QemuTools.succeed("qemu-img", "create", "-q", "-f", "qcow2", image.toString(), "64M");
        QemuTools.succeed("qemu-io", "-c", "write -P 7 1M 3M", image.toString());
        server = new DrivenServer(folder, images);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Outcome tidemark(String... arguments) {
        return server.tidemark(arguments);
    }

    @Test
    @Order(1)
    void aMachineIsProtectedBackedUpAndGivenBack() {
        JsonNode vault = tidemark("repository", "add", "vault", "s3://tidemark/vault", "--json")
                .ok()
                .json();
        tidemark("run", "wait", vault.path("connectRun").asString()).ok();
        assertThat(tidemark("repository", "list").ok().out()).contains("vault", "s3://tidemark/vault", "ready");

        // The same words with which "tidemark backup" is told of them, and so the same disks.
        tidemark("machine", "add", "web1", image.toString(), "--label", "env=test")
                .ok();
        tidemark("machine", "label", "web1", "tier=db", "env-").ok();
        JsonNode machines =
                tidemark("--json", "machine", "list", "--label", "tier=db").ok().json();
        assertThat(machines).hasSize(1);
        assertThat(machines.path(0).path("labels").toString()).isEqualTo("{\"tier\":\"db\"}");
        assertThat(tidemark("machine", "list", "--label", "env=test").ok().out())
                .isEmpty();

        Outcome backup = tidemark("machine", "backup", "web1", "--to", "vault", "--wait", "--json")
                .ok();
        String point = backup.json().path("point").asString();
        assertThat(tidemark("point", "list", "--machine", "web1").ok().out()).contains(point, "web1:full");
        assertThat(tidemark("machine", "show", "web1").ok().out()).contains("name  web1", "imagePath  " + image);

        Path restored = folder.resolve("images").resolve("restored.qcow2");
        tidemark("point", "restore", point, "--to", restored.toString(), "--wait")
                .ok();
        assertThat(QemuTools.succeed("qemu-img", "compare", image.toString(), restored.toString()))
                .contains("identical");
        tidemark("point", "verify", point, "--wait").ok();
        Outcome again = tidemark("point", "restore", point, "--to", restored.toString(), "--wait", "--json");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.json().path("error").path("code").asString()).isEqualTo("target-exists");
    }

    @Test
    @Order(2)
    void policiesAreAppliedFromAFileAsOftenAsOneLikes() throws IOException {
        Path file = folder.resolve("nightly.json");
        Files.writeString(file, """
                {"name": "nightly", "repository": "vault", "machines": ["web1"], "cron": "0 30 2 * * ?",
                 "timeZone": "Europe/Vienna", "retention": {"keepLast": 2}}""");

        tidemark("policy", "apply", file.toString()).ok();
        JsonNode shown = tidemark("policy", "show", "nightly", "--json").ok().json();
        assertThat(shown.path("nextFireTimes")).hasSize(5);
        tidemark("policy", "disable", "nightly").ok();
        assertThat(tidemark("policy", "list").ok().out()).contains("nightly", "disabled");
        Files.writeString(file, shown.toString().replace("30 2", "45 3"));
        tidemark("policy", "apply", file.toString()).ok();
        JsonNode changed = tidemark("policy", "show", "nightly", "--json").ok().json();
        assertThat(changed.path("cron").asString()).isEqualTo("0 45 3 * * ?");
        assertThat(changed.path("enabled").asBoolean()).isTrue();
        assertThat(changed.path("id")).isEqualTo(shown.path("id"));
        assertThat(tidemark("machine", "coverage", "web1").ok().out()).contains("nightly");

        JsonNode retention = tidemark(
                        "policy", "retention", "nightly", "--machine", "web1", "--dry-run", "--wait", "--json")
                .ok()
                .json();
        assertThat(tidemark("run", "verdicts", retention.path("id").asString())
                        .ok()
                        .out())
                .contains("keep");
    }

    @Test
    @Order(3)
    void runsAreListedToldAndFollowed() {
        JsonNode runs = tidemark("run", "list", "--kind", "backup", "--machine", "web1", "--json")
                .ok()
                .json();
        assertThat(runs).hasSize(1);
        String run = runs.path(0).path("id").asString();

        assertThat(tidemark("run", "log", run, "--follow").ok().exitCode()).isZero();
        assertThat(tidemark("run", "show", run).ok().out()).contains("state  succeeded");
        Outcome cancelled = tidemark("run", "cancel", run, "--json");
        assertThat(cancelled.exitCode()).isEqualTo(1);
        assertThat(cancelled.json().path("error").path("code").asString()).isEqualTo("run-over");
        assertThat(tidemark("pool", "list").ok().out()).contains("default");
        assertThat(tidemark("pool", "workers").ok().out()).contains("yes");
    }

    @Test
    @Order(4)
    void aTokenDoesWhatItsRoleSaysUntilItIsRevoked() {
        String viewer = tidemark("token", "create", "glance", "--role", "viewer")
                .ok()
                .out()
                .strip();
        Map<String, String> asViewer = Map.of("TIDEMARK_TOKEN", viewer);

        server.tidemark(asViewer, "machine", "list").ok();
        Outcome refused = server.tidemark(asViewer, "machine", "remove", "web1", "--json");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.json().path("error").path("code").asString()).isEqualTo("forbidden");
        tidemark("token", "revoke", "glance").ok();
        assertThat(server.tidemark(asViewer, "machine", "list").exitCode()).isEqualTo(12);
    }

    @Test
    @Order(4)
    void usersAreMadeAndTheTrailOfAllThatIsIntact() {
        Map<String, String> asAdmin =
                Map.of("TIDEMARK_TOKEN", DrivenServer.TOKEN, "TIDEMARK_PASSWORD", "correct horse battery");

        server.tidemark(asAdmin, "user", "add", "anna", "--role", "operator").ok();
        assertThat(tidemark("user", "list").ok().out()).contains("anna", "operator");
        String[] head = tidemark("audit", "head").ok().out().strip().split(" ", 2);
        tidemark("user", "remove", "anna").ok();

        assertThat(tidemark("audit", "list", "--operation", "createUser").ok().out())
                .contains("createUser", "201", "initial");
        assertThat(tidemark("audit", "check", "--number", head[0], "--hash", head[1])
                        .ok()
                        .out())
                .contains("intact");
        assertThat(tidemark("audit", "check", "--number", head[0], "--hash", "0".repeat(64))
                        .exitCode())
                .isEqualTo(13);
    }

    @Test
    @Order(5)
    void whatCannotBeIsSaidWithItsExitCode() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"name\": ");

        assertThat(tidemark("machine", "show", "nobody").exitCode()).isEqualTo(10);
        assertThat(tidemark("run", "show", "00000000-0000-0000-0000-000000000000")
                        .exitCode())
                .isEqualTo(10);
        Outcome noJson = tidemark("policy", "apply", broken.toString());
        assertThat(noJson.exitCode()).isEqualTo(2);
        assertThat(noJson.err())
                .contains("broken.json is no JSON", "line 1, column")
                .doesNotContain("Source", "byte[]");
        assertThat(tidemark("policy", "apply", folder.resolve("nowhere.json").toString())
                        .exitCode())
                .isEqualTo(10);
        Outcome odd = tidemark("machine", "show", "a\u001b[31mb");
        assertThat(odd.exitCode()).isEqualTo(2);
        assertThat(odd.err())
                .contains("name: must be 1 to 100 characters without control characters. [")
                .doesNotContain("{", "\u001b");
        assertThat(tidemark("run", "show", "no run/at all").exitCode()).isIn(2, 10);
        assertThat(tidemark("machine", "add", "bad", "/a/x.qcow2", "/b/x.raw").err())
                .contains("Two disks are named \"x\"", "DISK=IMAGE");
        Outcome strange = tidemark("machine", "add", "bad", "/a/-x-.qcow2");
        assertThat(strange.exitCode()).isEqualTo(2);
        assertThat(strange.err())
                .containsOnlyOnce("disks[0].name: must be 1 to 100")
                .doesNotContain("{\"");
        assertThat(tidemark("machine", "add", "bad", "relative.qcow2").exitCode())
                .isEqualTo(2);
        assertThat(server.tidemark(Map.of(), "machine", "list").err()).contains("TIDEMARK_TOKEN");
        Outcome silent = tidemark("--server", "http://127.0.0.1:9", "machine", "list", "--json");
        assertThat(silent.exitCode()).isEqualTo(1);
        assertThat(silent.json().path("error").path("code").asString()).isEqualTo("server-unreachable");
        Outcome astray = tidemark("--server", server.address(), "points");
        assertThat(astray.exitCode()).isEqualTo(2);
        assertThat(astray.err()).contains("does not drive a server");
        assertThat(tidemark("--server", "ftp://somewhere", "machine", "list").exitCode())
                .isEqualTo(2);
    }

    @Test
    @Order(6)
    void theShellCompletesCommandsAndOptions() throws Exception {
        Path script = Files.writeString(
                folder.resolve("completion"), tidemark("completion").ok().out());

        assertThat(completed(script, "tidemark", "mach")).containsExactly("machine");
        assertThat(completed(script, "tidemark", "machine", "cov")).containsExactly("coverage");
        assertThat(completed(script, "tidemark", "machine", "backup", "--wa")).containsExactly("--wait");
    }

    private static List<String> completed(Path script, String... words) throws Exception {
        String typed = "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; COMP_LINE=\"" + String.join(" ", words)
                + "\"; COMP_POINT=${#COMP_LINE}; _complete_tidemark; printf '%s\\n' \"${COMPREPLY[@]}\"";
        // Outside of a completion under way compopt complains, to standard error.
        Process bash = new ProcessBuilder("bash", "-c", typed)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return out.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    @Test
    @Order(7)
    void imagesThatHostsSeeAreListedWithTheMachineThatHasThem() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> tidemark("pool", "images").ok().out(), listed -> listed.contains("restored.qcow2"));

        JsonNode unused =
                tidemark("pool", "images", "default", "--unused", "--json").ok().json();

        assertThat(unused).hasSize(1);
        assertThat(unused.path(0).path("path").asString()).endsWith("restored.qcow2");
        assertThat(tidemark("pool", "images", "nowhere").exitCode()).isEqualTo(10);
    }

    @Test
    @Order(8)
    void aServerThatHasLostItsDatabaseComesBackFromTheBucket() throws IOException {
        Path policy = Files.writeString(
                folder.resolve("kept.json"),
                tidemark("policy", "show", "nightly", "--json").ok().out());
        server.loseDatabase();
        assertThat(tidemark("machine", "list").ok().out()).isEmpty();

        tidemark("repository", "add", "vault", "s3://tidemark/vault", "--wait").ok();
        Outcome misnamed = tidemark("machine", "add", "web1", "system=" + image, "--json");
        assertThat(misnamed.exitCode()).as("its points are of another disk").isEqualTo(3);
        assertThat(misnamed.err()).contains("the newest point of \"web1\" holds web1, and not system");
        assertThat(misnamed.json().at("/disks/0/name").asString()).isEqualTo("system");
        tidemark("machine", "remove", "web1").ok();
        tidemark("machine", "add", "web1", image.toString()).ok();
        tidemark("policy", "apply", policy.toString()).ok();

        assertThat(tidemark("machine", "coverage", "web1").ok().out()).contains("nightly");
        assertThat(tidemark("point", "list", "--machine", "web1", "--json").ok().json())
                .hasSize(1);
        QemuTools.succeed("qemu-io", "-c", "write -P 9 2M 64k", image.toString());
        JsonNode backup = tidemark("machine", "backup", "web1", "--to", "vault", "--wait", "--json")
                .ok()
                .json();
        assertThat(backup.at("/disks/0/mode").asString())
                .as("the mark is in the image, not in the database")
                .isEqualTo("bitmap");
    }

    @Test
    @Order(9)
    void aMachineThatIsRemovedLeavesItsPointsAndItsPolicies() throws IOException {
        apply("by-tier", "\"labels\": {\"tier\": \"db\"}, \"enabled\": false");
        apply("by-env", "\"labels\": {\"env\": \"production\"}");
        tidemark("machine", "label", "web1", "tier=db").ok();

        JsonNode removed = tidemark("machine", "remove", "web1", "--json").ok().json();

        assertThat(removed.at("/machine/name").asString()).isEqualTo("web1");
        assertThat(removed.path("policies")
                        .valueStream()
                        .map(policy -> policy.path("name").asString() + " by "
                                + policy.path("how").asString()))
                .containsExactly("by-tier by labels", "nightly by name");
        assertThat(tidemark("point", "list").ok().out()).contains("web1");
        assertThat(tidemark("policy", "list").ok().out()).contains("by-tier", "by-env", "nightly");
        tidemark("machine", "add", "web2", image.toString(), "--label", "env=production")
                .ok();
        assertThat(tidemark("machine", "remove", "web2").ok().out()).isEqualToNormalizingNewlines("""
                        machine web2 is removed; its points stay
                        policy by-env loses it, which selected it by its labels
                        """);
    }

    private void apply(String policy, String terms) throws IOException {
        Path file = Files.writeString(folder.resolve(policy + ".json"), """
                {"name": "%s", "repository": "vault", "cron": "0 30 2 * * ?", "timeZone": "Europe/Vienna", %s}""".formatted(policy, terms));
        tidemark("policy", "apply", file.toString()).ok();
    }
}
