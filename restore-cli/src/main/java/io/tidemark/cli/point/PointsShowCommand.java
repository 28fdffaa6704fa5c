package io.tidemark.cli.point;

import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Instants;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.repository.PinListing;
import io.tidemark.repository.Repository;
import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.PointMissingException;
import io.tidemark.repository.point.DiskDescription;
import io.tidemark.repository.point.Pin;
import io.tidemark.repository.point.Point;
import io.tidemark.repository.point.PointDisk;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tidemark points show`: all that a point's manifest tells, and its pins.
@Command(name = "show", description = "Show one point: its disks, how each was read, and its pins.")
final class PointsShowCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final RepositoryOptions repositoryOptions = new RepositoryOptions();

    @Parameters(paramLabel = "POINT", description = "The point's id.")
    private String point = "";

    PointsShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        PointArguments.requireNoneBefore(spec);
        PointId id = PointArgument.parse(point);
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            PinListing pins = repository.pins().of(id);
            try {
                Point found = repository
                        .point(id)
                        .orElseThrow(() -> new PointMissingException("point " + id, store.location()));
                print(found, pins);
            } catch (ObjectCorruptException damaged) {
                texts(pins).forEach(pin -> terminal.note("tidemark: point " + id + " is " + pin));
                throw damaged;
            }
            return ExitCode.DONE.number();
        }
    }

    private static List<String> texts(PinListing pins) {
        List<String> texts = new ArrayList<>();
        for (Pin pin : pins.intact()) {
            texts.add("pinned " + Instants.of(pin.at()) + (pin.reason().isEmpty() ? "" : ": " + pin.reason()));
        }
        pins.damaged().forEach(damage -> texts.add("pinned; why cannot be read: " + damage.getMessage()));
        return texts;
    }

    private void print(Point found, PinListing pins) {
        terminal.line("point " + found.id() + " of machine " + found.machine() + ", " + Instants.of(found.createdAt()));
        for (PointDisk disk : found.disks()) {
            DiskDescription description = disk.description();
            terminal.line("  " + disk.name() + ": " + Sizes.of(disk.virtualSize()) + ", mode " + description.mode()
                    + " (" + description.reason() + ")");
            terminal.line("    changed " + Sizes.of(description.changedBytes()) + ", read "
                    + Sizes.of(description.readBytes()) + ", " + disk.newChunks() + " new chunks in "
                    + Sizes.of(disk.storedBytes()));
        }
        texts(pins).forEach(pin -> terminal.line("  " + pin));
        terminal.document(json -> {
            json.writeStartObject();
            PointJson.write(json, found, pins.pinned());
            json.writeArrayPropertyStart("pins");
            for (Pin pin : pins.intact()) {
                json.writeStartObject();
                json.writeStringProperty("pinnedAt", pin.at().toString());
                json.writeStringProperty("reason", pin.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberProperty("damagedPins", pins.damaged().size());
            json.writeEndObject();
        });
    }
}
