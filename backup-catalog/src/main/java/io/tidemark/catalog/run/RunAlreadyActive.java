package io.tidemark.catalog.run;

import io.tidemark.catalog.CatalogException;
import io.tidemark.catalog.RunId;

/// The machine, or the repository to be opened, has a run of that kind already that is queued or running. Code
/// `run-already-active`.
public final class RunAlreadyActive extends CatalogException {
    private final RunId run;

    RunAlreadyActive(RunKind kind, String of, RunId run, RunState state) {
        super(
                "run-already-active",
                "The " + kind.word() + " of \"" + of + "\" is " + state.word() + " already, as run " + run
                        + ". Wait for it, or cancel it.");
        this.run = run;
    }

    /// The run that holds the place.
    public RunId run() {
        return run;
    }
}
