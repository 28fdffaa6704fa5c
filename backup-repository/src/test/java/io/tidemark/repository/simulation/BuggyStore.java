package io.tidemark.repository.simulation;

import io.tidemark.repository.format.Epoch;
import io.tidemark.repository.format.ObjectKind;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.point.PointManifest;
import io.tidemark.repository.sealing.Sealing;
import io.tidemark.repository.store.ForwardingObjectStore;
import io.tidemark.repository.store.LockRule;
import io.tidemark.repository.store.ObjectLocks;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PutMode;
import io.tidemark.repository.store.StoreException;
import io.tidemark.repository.store.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes a writer or a collector break a rule, by what it is told and by what becomes of its calls.
final class BuggyStore extends ForwardingObjectStore {

    private static final String COLLECTIONS = "collections/";
    private static final String DAMAGED = "damaged/";
    private static final String FENCES = "collections/fences/";
    private static final String VERDICTS = "collections/verdicts/";

    /// Who is made to break the rule.
    enum Role {
        WRITER,
        COLLECTOR,
        VERIFIER,
        /// Who deletes points, or protects them.
        KEEPER
    }

    private final PlantedBug bug;
    private final Role role;
    private final Sealing sealing;
    private final RandomGenerator random;
    private final Map<String, ByteBuffer> held = new LinkedHashMap<>();
    private final Map<String, List<StoredObject>> seen = new HashMap<>();
    private final Map<String, ByteBuffer> manifests = new HashMap<>();
    private boolean manifestStored;
    private boolean begun;
    private String ownFence = "";

    BuggyStore(ObjectStore store, PlantedBug bug, Role role, RepositoryId repository, RandomGenerator random) {
        super(store);
        this.bug = bug;
        this.role = role;
        this.sealing = Sealing.none(repository);
        this.random = random;
    }

    private boolean is(PlantedBug planted, Role of) {
        return bug == planted && role == of;
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        if (role == Role.COLLECTOR && key.startsWith(FENCES)) {
            ownFence = key;
        }
        boolean dropped = (is(PlantedBug.NO_FENCE, Role.COLLECTOR) && key.startsWith(FENCES))
                || (is(PlantedBug.NO_VERDICT, Role.COLLECTOR) && key.startsWith(VERDICTS))
                || (is(PlantedBug.ONE_PHASE, Role.COLLECTOR) && (key.startsWith(FENCES) || key.startsWith(VERDICTS)));
        boolean kept = (is(PlantedBug.VERDICT_AFTER_DELETING, Role.COLLECTOR) && key.startsWith(VERDICTS))
                || (is(PlantedBug.FENCE_AFTER_MARKING, Role.COLLECTOR) && key.startsWith(FENCES))
                || (is(PlantedBug.SEGMENTS_DELETED_FIRST, Role.COLLECTOR) && key.startsWith("index/"))
                || (is(PlantedBug.MANIFEST_BEFORE_INDEX, Role.WRITER) && key.startsWith("index/"));
        if (is(PlantedBug.POINTS_LISTED_BEFORE_THE_FENCE, Role.COLLECTOR) && key.startsWith(FENCES)) {
            seen.put(PointId.PREFIX, listed(PointId.PREFIX));
        }
        if (kept) {
            held.put(
                    key,
                    ByteBuffer.allocate(content.remaining())
                            .put(content.duplicate())
                            .flip());
            return;
        }
        if (is(PlantedBug.FENCE_AFTER_MARKING, Role.COLLECTOR) && key.startsWith(VERDICTS)) {
            release();
        }
        dropped |= is(PlantedBug.DAMAGE_NOT_WRITTEN_DOWN, Role.VERIFIER) && key.startsWith(DAMAGED);
        if (is(PlantedBug.ANOTHER_COPY_CALLED_DAMAGED, Role.VERIFIER) && key.startsWith(DAMAGED)) {
            super.put(key, ofTheNextRecord(content), mode);
        } else if (!dropped) {
            super.put(key, content, mode);
        }
        manifestStored |= key.startsWith(PointId.PREFIX);
        if (is(PlantedBug.MANIFEST_BEFORE_INDEX, Role.WRITER) && manifestStored) {
            release();
        }
    }

    private ByteBuffer ofTheNextRecord(ByteBuffer list) {
        ByteBuffer body = ByteBuffer.allocate(list.remaining() - 88).put(list.slice(56, list.remaining() - 88));
        body.putInt(20, body.getInt(20) + 1);
        return sealing.enclose(ObjectKind.DAMAGE_LIST, new UUID(list.getLong(28), list.getLong(36)), body.flip());
    }

    /// Makes the calls that were held back.
    void release() throws StoreException {
        Map<String, ByteBuffer> late = new LinkedHashMap<>(held);
        held.clear();
        for (Map.Entry<String, ByteBuffer> each : late.entrySet()) {
            super.put(each.getKey(), each.getValue(), PutMode.ANY);
        }
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        boolean ofCollections = prefix.equals(COLLECTIONS);
        boolean hiding = (is(PlantedBug.WRITERS_LOOK_AT_NOTHING, Role.WRITER) && ofCollections)
                || (is(PlantedBug.PINS_NOT_SHOWN, Role.KEEPER) && prefix.startsWith("pins/"))
                || (is(PlantedBug.DAMAGE_NOT_HEEDED, Role.WRITER) && prefix.equals(DAMAGED));
        if (hiding) {
            return;
        }
        boolean remembered = (is(PlantedBug.NO_LOOK_AFTER_THE_MANIFEST, Role.WRITER) && ofCollections && manifestStored)
                || (is(PlantedBug.POINTS_LISTED_BEFORE_THE_FENCE, Role.COLLECTOR) && prefix.equals(PointId.PREFIX))
                || (bug == PlantedBug.STALE_LISTS && random.nextInt(3) == 0 && !prefix.startsWith("index"));
        List<StoredObject> objects = seen.get(prefix);
        if (!remembered || objects == null) {
            objects = listed(prefix);
            if (bug != PlantedBug.POINTS_LISTED_BEFORE_THE_FENCE) {
                seen.put(prefix, objects);
            }
        }
        for (StoredObject object : objects) {
            if (!isHidden(object, objects)) {
                each.accept(object);
            }
        }
    }

    private boolean isHidden(StoredObject object, List<StoredObject> listed) {
        boolean rival = is(PlantedBug.RIVAL_IGNORED, Role.COLLECTOR)
                && object.key().startsWith(FENCES)
                && !ownFence.isEmpty()
                && object.key().compareTo(ownFence) > 0;
        boolean cut = is(PlantedBug.PACKS_NOT_ALL_LISTED, Role.VERIFIER)
                && object.key().startsWith("packs/")
                && object.equals(listed.getLast());
        return rival || cut;
    }

    private List<StoredObject> listed(String prefix) throws StoreException {
        List<StoredObject> objects = new ArrayList<>();
        super.list(prefix, objects::add);
        return objects;
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        if (is(PlantedBug.BASE_ASSUMED_SAFE, Role.WRITER) && key.startsWith(PointId.PREFIX)) {
            return safeManifest(key);
        }
        ByteBuffer object = super.get(key);
        if (is(PlantedBug.AT_STAKE_IGNORED, Role.WRITER) && key.startsWith(COLLECTIONS)) {
            return withoutPacks(key, object);
        }
        return object;
    }

    /// A manifest as it was before the backup began, heeding every collection there will ever be.
    private ByteBuffer safeManifest(String key) throws StoreException {
        ByteBuffer before = manifests.get(key);
        if (before == null || !begun) {
            before = super.get(key);
            manifests.put(key, before);
        }
        if (!begun) {
            return before.duplicate();
        }
        try {
            PointManifest manifest = PointManifest.parse(sealing, PointId.ofKey(key), before.duplicate());
            Epoch newest = new Epoch(-1, -1);
            return new PointManifest(manifest.point(), newest, manifest.segments()).encode(sealing);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ByteBuffer withoutPacks(String key, ByteBuffer object) {
        boolean verdict = key.startsWith(VERDICTS);
        ObjectKind kind =
                verdict ? ObjectKind.VERDICT : key.startsWith(FENCES) ? ObjectKind.FENCE : ObjectKind.CONDEMNED;
        int points = verdict ? 4 + 16 * object.getInt(56) : 0;
        ByteBuffer body = ByteBuffer.allocate(points + 4)
                .put(object.slice(56, points))
                .putInt(0)
                .flip();
        UUID id = new UUID(object.getLong(28), object.getLong(36));
        return sealing.enclose(kind, id, body);
    }

    @Override
    public Optional<StoredObject> head(String key) throws StoreException {
        if (is(PlantedBug.PACKS_ASSUMED_THERE, Role.WRITER)) {
            return Optional.of(new StoredObject(key, Integer.MAX_VALUE, Instant.EPOCH));
        }
        return super.head(key);
    }

    /// A backup has begun: what comes now is its own.
    void begun() {
        begun = true;
        manifestStored = false;
    }

    @Override
    public Optional<ObjectLocks> locks() {
        return super.locks().map(locks -> isForgettingLocks() ? new ForgottenLocks(locks) : locks);
    }

    private boolean isForgettingLocks() {
        return is(PlantedBug.LOCKS_OF_PACKS_NOT_EXTENDED, Role.COLLECTOR)
                || is(PlantedBug.LOCKS_OF_POINTS_NOT_EXTENDED, Role.KEEPER);
    }

    /// Extends nothing.
    private record ForgottenLocks(ObjectLocks locks) implements ObjectLocks {

        @Override
        public boolean areOffered() throws StoreException {
            return locks.areOffered();
        }

        @Override
        public void enforce(LockRule rule) {
            locks.enforce(rule);
        }

        @Override
        public @Nullable LockRule rule() {
            return locks.rule();
        }

        @Override
        public Optional<Instant> lockedUntil(String key) throws StoreException {
            return locks.lockedUntil(key);
        }

        @Override
        public void extend(String key, Instant until) {}
    }
}
