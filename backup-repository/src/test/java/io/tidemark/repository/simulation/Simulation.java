package io.tidemark.repository.simulation;

import io.tidemark.repository.format.Repeatable;
import io.tidemark.repository.format.RepositoryId;
import io.tidemark.repository.point.PointId;
import io.tidemark.repository.simulation.BuggyStore.Role;
import io.tidemark.repository.simulation.Disks.Disk;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.PatientStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// One run: some writers, readers, collectors and somebody who deletes points, all on one store, one call at
/// a time.
///
/// Everything follows from the seed: who is next, what goes wrong with the call, who dies, who falls silent
/// for how long, and what the actors do. After every call it is checked that each point a reader would be
/// shown is whole, and that each point whose writer was told so is among them.
final class Simulation {

    /// One run of so many is on a sealed repository.
    private static final int SEALED_EACH = 10;

    /// In one run of so many, chunks are damaged.
    private static final int DAMAGED_EACH = 8;

    /// In one run of so many, other than those, objects are locked.
    private static final int LOCKING_EACH = 7;

    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");

    private final long seed;
    private final PlantedBug bug;
    private final Path directory;
    private final RandomGenerator random;
    private final RepositoryId repository;
    private final boolean sealed;
    private final boolean damaging;
    private final boolean locking;
    private final SimulatedTime time = new SimulatedTime();
    private final Ledger bucket;
    private final Disks disks = new Disks();
    private final Scripts scripts;
    private final Upkeep upkeep;
    private final LateEffects late = new LateEffects();
    private final Semaphore stage = new Semaphore(0);
    private final List<Actor> actors = new ArrayList<>();
    private final Trace trace = new Trace();
    private int caches;

    /// @param directory  for caches
    Simulation(long seed, PlantedBug bug, Path directory) throws IOException {
        this.seed = seed;
        this.bug = bug;
        this.directory = directory;
        this.random = RANDOM.create(seed);
        this.repository = new RepositoryId(new UUID(0x1111_2222_3333_4444L, 0x8555_6666_7777_8888L));
        this.sealed = bug == PlantedBug.NONE && seed % SEALED_EACH == 0;
        this.damaging = bug.isOfDamage() || (seed % DAMAGED_EACH == 0 && !bug.isOfLocks());
        this.locking = bug.isOfLocks() || (bug == PlantedBug.NONE && !damaging && seed % LOCKING_EACH == 0);
        NewRepository made = Repeatable.call(
                random, () -> new NewRepository(repository, sealed, locking, time, directory.resolve("new")));
        this.bucket = new Ledger(made.bucket(), made.sealing());
        this.scripts = new Scripts(made, bucket, disks, time);
        this.upkeep = new Upkeep(made, bucket, disks, scripts, bug);
    }

    /// What a run was.
    ///
    /// @param steps  calls to the store
    /// @param digest  of all calls in their order
    /// @param points  that existed at the end
    record Outcome(long steps, long digest, int points) {}

    private interface Script {
        void play(BuggyStore store, Path cache, RandomGenerator random) throws IOException;
    }

    /// Plays it.
    ///
    /// @throws AssertionError if a promise was broken; it has the last calls
    Outcome run() {
        try {
            int writers = 2 + random.nextInt(2);
            for (int i = 0; i < writers; i++) {
                String machine = "machine-" + i;
                add(
                        machine,
                        Role.WRITER,
                        2 + random.nextInt(3),
                        (store, cache, own) -> scripts.backUp(store, cache, machine, own));
            }
            int collectors = bug == PlantedBug.RIVAL_IGNORED ? 4 : 1 + random.nextInt(2);
            for (int i = 0; i < collectors; i++) {
                add("collector-" + i, Role.COLLECTOR, 2 + random.nextInt(2), (store, cache, own) -> {
                    scripts.collect(store, cache, own.nextInt(3) / 2.0);
                    store.release();
                });
            }
            add("forgetter", Role.KEEPER, 1 + random.nextInt(3), scripts::forget);
            add(
                    "reader",
                    Role.WRITER,
                    random.nextInt(3),
                    (store, cache, own) -> scripts.restore(store, cache, null, own));
            add("verifier", Role.VERIFIER, random.nextInt(3), upkeep::verify);
            int retentions = bug == PlantedBug.UNSETTLED_POINTS_COUNTED ? 6 : random.nextInt(3);
            add("retention", Role.KEEPER, retentions, upkeep::retain);
            add("pinner", Role.KEEPER, random.nextInt(3), upkeep::pin);
            play(true);
            while (!late.isEmpty()) {
                trace.note(late.arrive(random));
                check();
            }
            return end();
        } catch (AssertionError | IOException e) {
            throw new AssertionError("Seed " + seed + ", planted bug " + bug + ": " + e.getMessage() + ", " + trace, e);
        }
    }

    /// Quiet: two collections leave nothing dead behind, and everything promised can be restored.
    private Outcome end() throws IOException {
        if (damaging) {
            heal();
        }
        if (locking) {
            time.pass(NewRepository.LOCK);
        }
        actors.clear();
        add("last collector", Role.COLLECTOR, 2, (store, cache, _) -> scripts.collect(store, cache, 1));
        play(false);
        List<String> litter = bucket.litter();
        if (!litter.isEmpty()) {
            throw new AssertionError("Two collections left behind: " + litter);
        }
        if (locking) {
            besiege();
        }
        // The ledger has followed all of them; some are read in full.
        for (PointId point : disks.promised().stream().sorted().limit(2).toList()) {
            alone("restore " + point, Role.WRITER, (store, cache, own) -> scripts.restore(store, cache, point, own));
        }
        return new Outcome(
                trace.steps(), trace.digest(), bucket.existingPoints().size());
    }

    /// What is damaged is told, then stored again, and then nothing is lost any more.
    private void heal() throws IOException {
        alone("last verifier", Role.VERIFIER, (store, cache, _) -> upkeep.verifyInQuiet(store, cache));
        for (PointId point : bucket.existingPoints()) {
            Disk disk = disks.of(point);
            if (disk != null) {
                alone("healing " + point, Role.WRITER, (store, cache, own) -> upkeep.heal(store, cache, disk, own));
            }
        }
        alone("verifier of the healed", Role.VERIFIER, (store, cache, _) -> upkeep.verifyInQuiet(store, cache));
    }

    /// Somebody deletes all that is not locked, again and again. As long as collections and retention come in
    /// time, that is nothing.
    private void besiege() throws IOException {
        Duration justInTime = NewRepository.LOCK.dividedBy(2).minusMinutes(1);
        for (int i = 0; i < 3; i++) {
            alone("retention in time", Role.KEEPER, (store, cache, _) -> upkeep.keepLocked(store, cache));
            alone("collector in time", Role.COLLECTOR, (store, cache, _) -> scripts.collect(store, cache, 0));
            time.pass(justInTime);
            List<String> stolen = bucket.steal();
            check();
            if (!stolen.isEmpty()) {
                throw new AssertionError("Not locked any more: " + stolen);
            }
        }
    }

    private void alone(String name, Role role, Script script) throws IOException {
        actors.clear();
        add(name, role, 1, script);
        play(false);
    }

    /// Adds an actor who does something several times, each time as a new process.
    private void add(String name, Role role, int times, Script script) {
        Actor actor = new Actor(name, stage);
        actors.add(actor);
        RandomGenerator own = RANDOM.create(random.nextLong());
        boolean patient = random.nextBoolean();
        Path cache = directory.resolve("cache-" + caches++);
        actor.start(() -> Repeatable.call(own, () -> {
            for (int i = 0; i < times; i++) {
                play(actor, role, script, cache, own, patient);
            }
            return times;
        }));
    }

    private void play(Actor actor, Role role, Script script, Path cache, RandomGenerator own, boolean patient) {
        StagedStore staged = new StagedStore(bucket, actor, late);
        ObjectStore store = patient ? PatientStores.of(staged, 3) : staged;
        BuggyStore buggy = new BuggyStore(store, bug, role, repository, own);
        try {
            script.play(buggy, cache, own);
        } catch (ProcessDeath | IOException expected) {
            // What did not come to its end promised nothing.
            return;
        } catch (IllegalStateException stopped) {
            if (!staged.isDead()) {
                throw stopped;
            }
        }
    }

    /// Lets the actors make their calls until all have ended.
    private void play(boolean withFaults) throws IOException {
        int faults = withFaults ? random.nextInt(3) : 0;
        Actor current = null;
        while (true) {
            List<Actor> running =
                    actors.stream().filter(each -> !each.hasEnded()).toList();
            if (running.isEmpty()) {
                return;
            }
            List<Actor> awake = running.stream()
                    .filter(each -> each.asleepUntil() <= trace.steps())
                    .toList();
            if (awake.isEmpty()) {
                running.forEach(each -> each.sleepUntil(0));
                continue;
            }
            if (current == null || !awake.contains(current) || random.nextInt(100) < 30) {
                current = awake.get(random.nextInt(awake.size()));
            }
            step(current, faults);
            if (random.nextInt(100) < 3) {
                current.sleepUntil(trace.steps() + random.nextInt(random.nextInt(4) == 0 ? 1000 : 60));
            }
            if (withFaults && damaging && random.nextInt(200) == 0) {
                bucket.destroyOne(random).ifPresent(trace::note);
            }
            if (withFaults && locking && random.nextInt(50) == 0) {
                time.pass(Duration.ofSeconds(
                        random.nextLong(NewRepository.LOCK.dividedBy(2).toSeconds())));
                trace.note("time passes");
            }
            if (withFaults && !late.isEmpty() && random.nextInt(40) == 0) {
                trace.note(late.arrive(random));
                check();
            }
        }
    }

    private void step(Actor actor, int faults) throws IOException {
        Fault fault = Fault.NONE;
        if (faults > 0 && random.nextInt(1000) < 8 * faults * faults) {
            fault = switch (random.nextInt(actor.isMutating() ? 5 : 2)) {
                case 0 -> random.nextBoolean() ? Fault.DEATH_BEFORE : Fault.DEATH_AFTER;
                case 1 -> Fault.UNAVAILABLE;
                case 2, 3 -> Fault.LOST_REPLY;
                default -> Fault.LATE;
            };
        }
        if (!actor.doing().equals("start")) {
            trace.note(actor.name() + ": " + actor.doing() + (fault == Fault.NONE ? "" : "   " + fault));
        } else {
            fault = Fault.NONE;
        }
        actor.resume(fault);
        Throwable failure = actor.failure();
        if (failure != null) {
            throw new AssertionError(actor.name() + " failed: " + failure, failure);
        }
        check();
    }

    private void check() {
        if (!bucket.hasChanged()) {
            return;
        }
        Optional<String> damage = bucket.damage();
        if (damage.isPresent()) {
            throw new AssertionError(damage.get());
        }
        Optional<String> missing = disks.missing(bucket.existingPoints());
        if (missing.isPresent()) {
            throw new AssertionError(missing.get());
        }
    }
}
