package io.tidemark.repository.simulation;

import io.tidemark.repository.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Requests that their senders have given up, and that are still on their way.
final class LateEffects {

    /// A request.
    interface Effect {
        void take() throws StoreException;
    }

    private record Late(String doing, Effect effect) {}

    private final List<Late> underway = new ArrayList<>();

    void add(String doing, Effect effect) {
        underway.add(new Late(doing, effect));
    }

    boolean isEmpty() {
        return underway.isEmpty();
    }

    /// Has one of them arrive.
    ///
    /// @return which one
    String arrive(RandomGenerator random) {
        Late late = underway.remove(random.nextInt(underway.size()));
        try {
            late.effect().take();
        } catch (StoreException refused) {
            return "refused late: " + late.doing();
        }
        return "late: " + late.doing();
    }
}
