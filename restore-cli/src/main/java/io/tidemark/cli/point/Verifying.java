package io.tidemark.cli.point;

import io.tidemark.cli.repository.Costs;
import io.tidemark.cli.repository.RepositoryOptions;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.ProgressBar;
import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.EngineException;
import io.tidemark.engine.EngineOptions;
import io.tidemark.engine.ExitCode;
import io.tidemark.engine.LogLevel;
import io.tidemark.engine.Progress;
import io.tidemark.engine.RunObserver;
import io.tidemark.engine.VerifyPoint;
import io.tidemark.engine.VerifyReport;
import io.tidemark.engine.VerifyRequest;
import io.tidemark.repository.Repository;
import io.tidemark.repository.content.DamagedRange;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.StoreCalls;
import io.tidemark.repository.verification.Fault;
import io.tidemark.repository.verification.VerificationReport;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// Runs a verification and shows what it found: what `verify` and `repository check` have in common.
final class Verifying {
    private final Terminal terminal;
    private final RepositoryOptions repositoryOptions;

    Verifying(Terminal terminal, RepositoryOptions repositoryOptions) {
        this.terminal = terminal;
        this.repositoryOptions = repositoryOptions;
    }

    ExitCode run(VerifyRequest request) throws CommandFailure, IOException, EngineException, InterruptedException {
        try (ObjectStore store = repositoryOptions.openStore(terminal);
                Repository repository = repositoryOptions.open(store, terminal)) {
            VerifyReport report;
            try (ProgressBar progress = new ProgressBar(terminal, "checked")) {
                report = new VerifyPoint(repository, EngineOptions.defaults()).run(request, new Quiet(progress));
            }
            print(report, repositoryOptions.cost());
            return report.exitCode();
        }
    }

    /// Damage is told once, by the report, and not while it is found as well.
    private record Quiet(RunObserver shown) implements RunObserver {
        @Override
        public void step(String name) {
            shown.step(name);
        }

        @Override
        public void progress(Progress progress) {
            shown.progress(progress);
        }

        @Override
        public void log(LogLevel level, String message) {
            if (level != LogLevel.WARNING) {
                shown.log(level, message);
            }
        }

        @Override
        public boolean cancelled() {
            return shown.cancelled();
        }
    }

    /// Faults that no range tells of: of objects that hit none, and of manifests.
    private void tellFaults(VerificationReport found) {
        Set<String> blamed = found.lost().stream().map(DamagedRange::object).collect(Collectors.toSet());
        for (Fault fault : found.faults()) {
            if (!blamed.contains(fault.object())) {
                terminal.note("tidemark: damaged: " + fault.reason());
            }
        }
        if (found.faultCount() > found.faults().size()) {
            terminal.note(
                    "tidemark: … and " + (found.faultCount() - found.faults().size()) + " more faults");
        }
    }

    private void print(VerifyReport report, StoreCalls cost) {
        VerificationReport found = report.found();
        double seconds = report.duration().toMillis() / 1000.0;
        terminal.line((report.intact() ? "intact: " : "DAMAGED: ")
                + report.points().size() + " point(s) at level "
                + report.level().wireName() + ", "
                + found.checkedChunks() + " of " + found.chunks() + " stored chunks read, "
                + Sizes.of(report.checkedBytes()) + " checked in " + seconds + " s");
        tellFaults(found);
        DamagedRanges.tell(terminal, report.damaged());
        if (found.lostCount() > report.damaged().size()) {
            terminal.note(
                    "tidemark: … and " + (found.lostCount() - report.damaged().size()) + " more ranges");
        }
        if (report.intact() && found.faultCount() > 0) {
            terminal.note(
                    "tidemark: " + found.faultCount() + " fault(s) hit no range: every point can be given back whole");
        }
        terminal.line(Costs.line(cost));
        terminal.document(json -> write(json, report, seconds, cost));
    }

    private static void write(JsonGenerator json, VerifyReport report, double seconds, StoreCalls cost) {
        VerificationReport found = report.found();
        json.writeStartObject();
        json.writeBooleanProperty("intact", report.intact());
        json.writeStringProperty("level", report.level().wireName());
        json.writeArrayPropertyStart("points");
        report.points().forEach(id -> json.writeString(id.toString()));
        json.writeEndArray();
        json.writeNumberProperty("chunks", found.chunks());
        json.writeNumberProperty("checkedChunks", found.checkedChunks());
        json.writeNumberProperty("checkedBytes", report.checkedBytes());
        json.writeNumberProperty("faultCount", found.faultCount());
        json.writeArrayPropertyStart("faults");
        for (Fault fault : found.faults()) {
            json.writeStartObject();
            json.writeStringProperty("object", fault.object());
            json.writeNumberProperty("objectOffset", fault.offset());
            json.writeStringProperty("reason", fault.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberProperty("damagedCount", found.lostCount());
        DamagedRanges.write(json, "damaged", report.damaged());
        json.writeBooleanProperty("recorded", found.recorded());
        json.writeNumberProperty("seconds", seconds);
        Costs.write(json, cost);
        json.writeEndObject();
    }
}
