package io.tidemark.repository;

import io.tidemark.repository.error.ObjectCorruptException;
import io.tidemark.repository.error.PointMissingException;
import io.tidemark.repository.error.RepositoryException;
import io.tidemark.repository.format.CanonicalUuid;
import io.tidemark.repository.point.Pin;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ObjectMissingException;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectTooLargeException;
import io.tidemark.repository.store.PutMode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Which points are protected from being deleted. Thread-safe.
///
/// A pin that is damaged, or an object of a foreign name beside it, protects as well: what cannot be read
/// must not cost a point.
public final class Pins {

    private final ObjectStore store;
    private final Sealing sealing;

    Pins(ObjectStore store, Sealing sealing) {
        this.store = store;
        this.sealing = sealing;
    }

    /// Protects a point. It may be pinned several times; [#unpin] lifts all of it.
    ///
    /// @param reason  for people; may be empty
    /// @throws PointMissingException if there is no such point, also when it is deleted just now
    public Pin pin(PointId point, Instant at, String reason) throws IOException {
        requireThere(point);
        Pin pin = Pin.of(point, at, reason);
        store.put(pin.key(), pin.encode(sealing), PutMode.CREATE);
        try {
            requireThere(point);
        } catch (PointMissingException gone) {
            store.delete(pin.key());
            throw gone;
        }
        return pin;
    }

    private void requireThere(PointId point) throws IOException {
        if (store.head(point.key()).isEmpty()) {
            throw new PointMissingException("point " + point, store.location());
        }
    }

    /// Lifts every pin of a point, and tidies up what a point that is gone has left.
    ///
    /// @return how many there were
    /// @throws PointMissingException if there is neither a pin nor such a point
    public int unpin(PointId point) throws IOException {
        List<String> keys = keys(point);
        if (keys.isEmpty()) {
            requireThere(point);
        }
        for (String key : keys) {
            store.delete(key);
        }
        return keys.size();
    }

    /// The pins of a point, with their reasons.
    public PinListing of(PointId point) throws IOException {
        List<Pin> intact = new ArrayList<>();
        List<RepositoryException> damaged = new ArrayList<>();
        for (String key : keys(point)) {
            try {
                read(point, key).ifPresent(intact::add);
            } catch (RepositoryException e) {
                damaged.add(e);
            }
        }
        intact.sort(Comparator.comparing(Pin::at).thenComparing(Pin::id));
        return new PinListing(intact, damaged);
    }

    /// A pin, or nothing if it was lifted meanwhile.
    private Optional<Pin> read(PointId point, String key) throws IOException {
        try {
            UUID id = CanonicalUuid.parse(key.substring(Pin.prefix(point).length()));
            return Optional.of(Pin.parse(sealing, point, id, store.get(key)));
        } catch (ObjectMissingException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new ObjectCorruptException(key, 0, "a pin named by a UUID", "another name", e);
        } catch (ObjectTooLargeException e) {
            throw new ObjectCorruptException(key, 0, "a pin", "an object too large to be one", e);
        }
    }

    private List<String> keys(PointId point) throws IOException {
        List<String> keys = new ArrayList<>();
        store.list(Pin.prefix(point), object -> keys.add(object.key()));
        return keys;
    }

    /// The key of some pin of a point.
    Optional<String> any(PointId point) throws IOException {
        return keys(point).stream().findFirst();
    }

    /// Every point that is pinned, by one listing. Pins of points that are gone may be among them.
    public Set<PointId> pinned() throws IOException {
        Set<PointId> points = new HashSet<>();
        store.list(Pin.PREFIX, object -> {
            String rest = object.key().substring(Pin.PREFIX.length());
            int slash = rest.indexOf('/');
            if (slash > 0) {
                try {
                    points.add(PointId.parse(rest.substring(0, slash)));
                } catch (IllegalArgumentException _) {
                    // A stranger's name protects no point.
                    return;
                }
            }
        });
        return points;
    }
}
