package io.tidemark.catalog.machine;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.Labels;
import io.tidemark.catalog.MachineId;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A protected virtual machine.
@Entity
@Table(name = "machines")
public class Machine {
    @EmbeddedId
    private MachineId id;

    private String name;
    private String pool;
    private Instant createdAt;

    @ElementCollection
    @CollectionTable(name = "disks", joinColumns = @JoinColumn(name = "machine_id"))
    @OrderColumn(name = "position")
    private List<Disk> disks = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "machine_labels", joinColumns = @JoinColumn(name = "machine_id"))
    @MapKeyColumn(name = "key")
    @Column(name = "value")
    private Map<String, String> labels = new HashMap<>();

    @Version
    private @Nullable Long version;

    @SuppressWarnings("NullAway.Init")
    protected Machine() {}

    private Machine(MachineId id, String name, String pool, List<Disk> disks, Labels labels, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.pool = pool;
        this.disks.addAll(disks);
        this.labels.putAll(labels.values());
        this.createdAt = createdAt;
    }

    /// A new machine without labels; see the other [#of].
    public static Machine of(MachineId id, String name, String pool, List<Disk> disks, Instant now) {
        return of(id, name, pool, disks, Labels.NONE, now);
    }

    /// A new machine, not yet in the catalog; [RegisterMachine] puts it there.
    ///
    /// @throws InvalidRequest `disks-invalid` when there is no disk, or two of one name;
    ///                        `image-repeated` when two have one image: one path, that is, since whether
    ///                        different paths lead to one image is for the worker to find
    public static Machine of(MachineId id, String name, String pool, List<Disk> disks, Labels labels, Instant now) {
        requireFitting(name, disks);
        return new Machine(id, name, pool, disks, labels, now);
    }

    /// Gives the machine new terms in place of all its old ones.
    ///
    /// @param expectedVersion the version that the caller saw, or null to replace whatever is there
    /// @return whether the pool or a disk is another now
    /// @throws Conflict       `precondition-failed` when the machine was changed since
    /// @throws InvalidRequest as [#of]
    boolean replace(MachineTerms terms, @Nullable Long expectedVersion) {
        if (expectedVersion != null && !expectedVersion.equals(version)) {
            throw new Conflict(
                    "precondition-failed",
                    "Machine \"" + name + "\" was changed by somebody else. Read it again and repeat the change.");
        }
        requireFitting(name, terms.disks());
        labels.keySet().retainAll(terms.labels().values().keySet());
        labels.putAll(terms.labels().values());
        List<Disk> wanted = terms.disks().stream().map(this::known).toList();
        boolean elsewhere = !pool.equals(terms.pool()) || !disks.equals(wanted);
        pool = terms.pool();
        if (!disks.equals(wanted)) {
            // A new list is written as a whole: rows changed one by one would have two of one name in between.
            disks = new ArrayList<>(wanted);
        }
        return elsewhere;
    }

    private Disk known(Disk wanted) {
        return disks.stream()
                .filter(disk -> disk.name().equals(wanted.name()))
                .findFirst()
                .map(disk -> new Disk(disk.id(), wanted.name(), wanted.imagePath()))
                .orElse(wanted);
    }

    private static void requireFitting(String name, List<Disk> disks) {
        if (disks.isEmpty()) {
            throw new InvalidRequest("disks-invalid", "Machine \"" + name + "\" has no disk. Name at least one image.");
        }
        Set<String> names = new HashSet<>();
        Map<String, String> disksByImage = new HashMap<>();
        for (Disk disk : disks) {
            if (!names.add(disk.name())) {
                throw new InvalidRequest(
                        "disks-invalid",
                        "Machine \"" + name + "\" has two disks named \"" + disk.name() + "\". Names must differ.");
            }
            String other = disksByImage.putIfAbsent(disk.imagePath(), disk.name());
            if (other != null) {
                throw new InvalidRequest(
                        "image-repeated",
                        "Disks \"" + other + "\" and \"" + disk.name() + "\" of machine \"" + name
                                + "\" have the same image, " + disk.imagePath() + ". Name each image once.");
            }
        }
    }

    public MachineId id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String pool() {
        return pool;
    }

    public List<Disk> disks() {
        return List.copyOf(disks);
    }

    public Labels labels() {
        return Labels.of(labels);
    }

    public Instant createdAt() {
        return createdAt;
    }
}
