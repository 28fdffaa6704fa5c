package io.tidemark.catalog.run;

import io.tidemark.catalog.CatalogException;
import io.tidemark.catalog.RunId;

/// What was ordered can be done by one run at a time, and one is queued or running. Code
/// `run-already-active`.
public final class RunAlreadyActive extends CatalogException {
    private final RunId run;

    RunAlreadyActive(Run active) {
        super(
                "run-already-active",
                "The " + active.kind().word() + " of \"" + active.machineName().orElse(active.repositoryName())
                        + "\" is " + active.state().word() + " already, as run " + active.id()
                        + ". Wait for it, join it with ifActive=join, or cancel it.");
        this.run = active.id();
    }

    /// The run that holds the place.
    public RunId run() {
        return run;
    }
}
