package io.tidemark.engine.mark;

import io.tidemark.repository.point.BackingIdentity;
import java.util.List;

/// What a disk's images say about it now.
///
/// @param virtualSize  bytes the guest sees
/// @param layers  the images of the chain, the active one first
/// @param marks  every bitmap of every layer, whoever owns it
public record DiskFacts(long virtualSize, List<Layer> layers, List<MarkFacts> marks) {
    public DiskFacts {
        layers = List.copyOf(layers);
        marks = List.copyOf(marks);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("A disk has at least one layer.");
        }
    }

    /// The images below the given one.
    public List<BackingIdentity> below(int layer) {
        return layers.subList(layer + 1, layers.size()).stream()
                .map(Layer::identity)
                .toList();
    }
}
