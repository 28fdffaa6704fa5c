package io.tidemark.cli.point;

import io.tidemark.cli.repository.Costs;
import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.NotThereYet;
import io.tidemark.cli.terminal.ProgressBar;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.BackUpMachine;
import io.tidemark.engine.BackupReport;
import io.tidemark.engine.BackupRequest;
import io.tidemark.engine.DiskImage;
import io.tidemark.engine.DiskReport;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.EngineOptions;
import io.tidemark.engine.ImageRoots;
import io.tidemark.engine.RequestedMode;
import io.tidemark.repository.Repository;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/// `tidemark backup`: makes one point of a stopped machine.
@Command(
        name = "backup",
        description = {
            "Back up a machine's disks into one point.",
            "",
            "The machine must be stopped. The first backup reads everything; later ones read what the mark in each"
                    + " image says was written since."
        })
public final class BackupCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Option(
            names = "--machine",
            required = true,
            paramLabel = "NAME",
            description = "The machine's name; its points are found by it.")
    private String machine = "";

    @Option(
            names = "--disk",
            paramLabel = "NAME=IMAGE",
            description = "A disk and the image that holds it; may be repeated.")
    private List<String> named = List.of();

    @Parameters(
            paramLabel = "IMAGE",
            arity = "0..*",
            description = "An image; its disk is named as the file, without the extension.")
    private List<String> images = List.of();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "auto",
            converter = RequestedModeWord.class,
            description = "auto: by the mark where it can be trusted; full: read all and use no earlier point; compare:"
                    + " read all, store what differs. Default: ${DEFAULT-VALUE}.")
    private RequestedMode mode = RequestedMode.AUTO;

    @Option(
            names = "--qmp",
            paramLabel = "SOCKET",
            description = "Back up the running machine behind this QMP socket. " + NotThereYet.HELP)
    private @Nullable Path qmp;

    public BackupCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException, EngineException, InterruptedException {
        if (qmp != null) {
            throw NotThereYet.of("--qmp", "Stop the machine and back up its images.");
        }
        if (machine.isBlank()) {
            throw CommandFailure.usage("--machine must not be blank");
        }
        List<DiskImage> disks = ImageArguments.disks(named, images);
        BackupRequest request = request(disks);
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            BackupReport report;
            try (ProgressBar progress = new ProgressBar(terminal, "read")) {
                report = new BackUpMachine(repository, EngineOptions.defaults()).run(request, progress);
            }
            print(report, repositoryOptions.cost());
            return report.exitCode().number();
        }
    }

    private BackupRequest request(List<DiskImage> disks) throws CommandFailure {
        try {
            return new BackupRequest(machine, disks, mode, ImageRoots.anywhere());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    private void print(BackupReport report, StoreCalls cost) {
        terminal.line("point " + report.point() + " of machine " + report.machine());
        for (DiskReport disk : report.disks()) {
            terminal.line("  " + disk.disk() + ": mode " + disk.mode().wireName() + " (" + disk.reason() + ")");
            terminal.line("    changed " + Sizes.of(disk.changedBytes()) + ", read " + Sizes.of(disk.readBytes())
                    + " of " + Sizes.of(disk.virtualBytes()) + ", " + disk.newChunks() + " new chunks in "
                    + Sizes.of(disk.storedBytes()));
        }
        terminal.line("uploaded " + Sizes.of(report.uploadedBytes()) + " in " + seconds(report) + " s");
        terminal.line(Costs.line(cost));
        terminal.document(json -> write(json, report, cost));
    }

    private static void write(JsonGenerator json, BackupReport report, StoreCalls cost) {
        json.writeStartObject();
        json.writeStringProperty("point", report.point().toString());
        json.writeStringProperty("machine", report.machine());
        json.writeArrayPropertyStart("disks");
        for (DiskReport disk : report.disks()) {
            json.writeStartObject();
            json.writeStringProperty("disk", disk.disk());
            json.writeStringProperty("mode", disk.mode().wireName());
            json.writeStringProperty("requestedMode", disk.requestedMode().wireName());
            json.writeStringProperty("reason", disk.reason());
            if (disk.basePoint() == null) {
                json.writeNullProperty("basePoint");
            } else {
                json.writeStringProperty("basePoint", disk.basePoint().toString());
            }
            json.writeNumberProperty("virtualBytes", disk.virtualBytes());
            json.writeNumberProperty("changedBytes", disk.changedBytes());
            json.writeNumberProperty("readBytes", disk.readBytes());
            json.writeNumberProperty("newChunks", disk.newChunks());
            json.writeNumberProperty("storedBytes", disk.storedBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberProperty("uploadedBytes", report.uploadedBytes());
        json.writeNumberProperty("seconds", seconds(report));
        Costs.write(json, cost);
        json.writeArrayPropertyStart("warnings");
        report.warnings().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static double seconds(BackupReport report) {
        return report.duration().toMillis() / 1000.0;
    }
}
