package io.tidemark.repository.simulation;

/// The process is dead: nothing of it runs any more, whatever it would have caught.
final class ProcessDeath extends Error {

    private static final long serialVersionUID = 1;

    ProcessDeath() {
        super("The process died", null, false, false);
    }
}
