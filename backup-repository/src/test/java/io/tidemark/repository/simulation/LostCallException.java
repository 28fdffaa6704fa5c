package io.tidemark.repository.simulation;

import io.tidemark.repository.store.StoreException;

/// A call of which nobody knows whether it had an effect.
final class LostCallException extends StoreException {

    private static final long serialVersionUID = 1;

    LostCallException(String call) {
        super("Planned fault: " + call, null);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
