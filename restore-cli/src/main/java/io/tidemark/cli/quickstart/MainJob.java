package io.tidemark.cli.quickstart;

import io.tidemark.cli.server.ServerApi;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.qcow2.failure.ImageBusyException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The main job, end to end, asked of a running server: repository, machine, policy; a full backup and an incremental
/// one, both made by the policy's schedule; a restore, and the comparison of every byte.
final class MainJob {
    /// Often enough for someone who watches. Quartz reads seconds first.
    private static final String EVERY_15_SECONDS = "0/15 * * * * ?";

    private static final String EVERY_NIGHT = "0 0 2 * * ?";
    private static final String REPOSITORY = "quickstart";

    private final ServerApi api;
    private final Terminal terminal;
    private final QuickstartFiles files;
    private final Guest guest;

    MainJob(ServerApi api, Terminal terminal, QuickstartFiles files, Guest guest) {
        this.api = api;
        this.terminal = terminal;
        this.files = files;
        this.guest = guest;
    }

    /// What came of it.
    ///
    /// @param comparedBytes guest bytes that were compared and found equal
    record Result(
            String machine,
            BackupOutcome full,
            BackupOutcome incremental,
            Path image,
            Path restored,
            long comparedBytes,
            boolean confirmedByQemu) {}

    /// Does it all.
    ///
    /// @param location where the repository is
    /// @throws CommandFailure when anything was refused, failed or came out otherwise than promised
    Result run(String location) throws CommandFailure, IOException, InterruptedException {
        String repository = repository(location);
        String name = files.freeName();
        Path image = files.image(name);
        terminal.say("disk          " + image + ": " + guest.description());
        guest.create(image);
        String machine = api.post(
                        "machines",
                        Map.of(
                                "name",
                                name,
                                "pool",
                                "default",
                                "disks",
                                List.of(Map.of("name", "disk", "imagePath", image.toString()))))
                .id();
        Map<String, Object> policy = policy(name, repository, machine);
        ServerApi.Answer created = api.post("policies", policy);
        terminal.say("policy        " + name + ": \"" + EVERY_15_SECONDS + "\" (Quartz cron, UTC), next at "
                + created.body().path("nextFireTimes").path(0).asString("?"));

        ScheduledRuns runs = new ScheduledRuns(api, terminal, machine);
        BackupOutcome full = runs.await(outcome -> true);
        tell("full backup", full);
        require(full.mode().equals("full"), "the first backup was made in mode " + full.mode() + ", expected full");

        long written = write(image);
        terminal.say("the machine writes " + Sizes.of(written) + " in scattered places; the schedule goes on");
        BackupOutcome incremental = runs.await(outcome -> outcome.changedBytes() > 0);
        tell("incremental backup", incremental);
        require(
                incremental.mode().equals("bitmap"),
                "the second backup was made in mode " + incremental.mode() + " (" + incremental.reason()
                        + "), expected bitmap");

        calm(created.id(), policy);
        runs.awaitQuiet();
        return compare(name, full, incremental, image);
    }

    private Result compare(String name, BackupOutcome full, BackupOutcome incremental, Path image)
            throws CommandFailure, IOException, InterruptedException {
        Path restored = files.restored(name);
        ServerApi.Answer restore = api.post(
                "restores", Map.of("point", incremental.point(), "target", restored.toString(), "format", "qcow2"));
        String run = restore.body().path("id").asString(idOf(restore.location().orElse("")));
        ScheduledRuns.awaitRun(api, terminal, run);
        long compared = new GuestComparison(image, restored).requireIdentical();
        boolean confirmed = guest.confirmIdentical(image, restored);
        terminal.say("restore       point " + incremental.point() + " to " + restored);
        terminal.say("restored identical: " + Sizes.of(compared) + " compared"
                + (confirmed ? ", and qemu-img compare says the same" : ""));
        return new Result(name, full, incremental, image, restored, compared, confirmed);
    }

    /// The repository of this directory: the one of an earlier quickstart, or a new one once the server has opened it.
    private String repository(String location) throws CommandFailure, IOException, InterruptedException {
        for (JsonNode known : api.list("repositories")) {
            if (known.path("location").asString("").equals(location)
                    && known.path("state").asString("").equals("ready")) {
                terminal.say("repository    " + location + " (from an earlier quickstart)");
                return known.path("id").asString();
            }
        }
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("name", REPOSITORY);
        definition.put("location", location);
        ServerApi.Answer created = api.post("repositories", definition);
        JsonNode connect = created.body().path("connectRun");
        if (connect.isString()) {
            ScheduledRuns.awaitRun(api, terminal, connect.asString());
        }
        terminal.say("repository    " + location);
        return created.id();
    }

    private static Map<String, Object> policy(String name, String repository, String machine) {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("name", name);
        policy.put("repository", repository);
        policy.put("cron", EVERY_15_SECONDS);
        policy.put("timeZone", "UTC");
        policy.put("mode", "auto");
        policy.put("machines", List.of(machine));
        policy.put("enabled", true);
        return policy;
    }

    /// Has the guest write while no backup holds its image. One may have begun in this very moment: then QEMU
    /// refuses to open the image, and the guest tries again.
    private long write(Path image) throws CommandFailure, IOException, InterruptedException {
        final int attempts = 20;
        for (int attempt = 1; ; attempt++) {
            try {
                return guest.write(image);
            } catch (CommandFailure | ImageBusyException thrown) {
                if (attempt == attempts) {
                    throw thrown;
                }
                Thread.sleep(500);
            }
        }
    }

    /// Every 15 seconds is for showing; from here on the policy runs once a night.
    private void calm(String policy, Map<String, Object> definition)
            throws CommandFailure, IOException, InterruptedException {
        String path = "policies/" + policy;
        String tag = api.get(path).tag().orElse("*");
        Map<String, Object> calmer = new LinkedHashMap<>(definition);
        calmer.put("cron", EVERY_NIGHT);
        api.put(path, tag, calmer);
        terminal.say("policy        from now on \"" + EVERY_NIGHT + "\"");
    }

    private void tell(String what, BackupOutcome outcome) {
        terminal.say(what + " by the schedule of policy " + outcome.policy() + ": mode " + outcome.mode() + " ("
                + outcome.reason() + ")");
        terminal.say("              changed " + figure(outcome.changedBytes()) + ", read " + figure(outcome.readBytes())
                + ", uploaded " + figure(outcome.uploadedBytes()));
    }

    private static String figure(long bytes) {
        return bytes + " B (" + Sizes.of(bytes) + ")";
    }

    private static String idOf(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static void require(boolean holds, String otherwise) throws CommandFailure {
        if (!holds) {
            throw new CommandFailure(ExitCode.FAILED, "quickstart-unexpected", "The quickstart failed: " + otherwise);
        }
    }
}
