package io.tidemark.catalog.repository;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.RepositoryEntryId;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The catalog's entry for a repository: its name, where it is, and the id that its bucket holds once that is known.
@Entity
@Table(name = "repositories")
public class RepositoryEntry {
    @EmbeddedId
    private RepositoryEntryId id;

    private String name;
    private String location;
    private @Nullable String endpoint;
    private @Nullable String region;
    private boolean sealed;

    @Embedded
    private RepositoryLimits limits;

    @Enumerated(EnumType.STRING)
    private RepositoryState state = RepositoryState.NEW;

    private @Nullable UUID repositoryUuid;
    private Instant createdAt;

    @Version
    private @Nullable Long version;

    @SuppressWarnings("NullAway.Init")
    protected RepositoryEntry() {}

    private RepositoryEntry(RepositoryEntryId id, RepositoryTerms terms, Instant createdAt) {
        this.id = id;
        this.name = terms.name();
        this.location = terms.location();
        this.endpoint = terms.endpoint();
        this.region = terms.region();
        this.sealed = terms.sealed();
        this.limits = terms.limits();
        this.createdAt = createdAt;
    }

    /// A new entry, not yet in the catalog; [AddRepository] puts it there.
    public static RepositoryEntry of(RepositoryEntryId id, RepositoryTerms terms, Instant now) {
        return new RepositoryEntry(id, terms, now);
    }

    /// Gives it other limits.
    ///
    /// @param expectedVersion the version that the caller saw, or null to replace whatever is there
    /// @throws Conflict `precondition-failed` when it was changed since
    public void limit(RepositoryLimits newLimits, @Nullable Long expectedVersion) {
        if (expectedVersion != null && !expectedVersion.equals(version)) {
            throw new Conflict(
                    "precondition-failed",
                    "Repository \"" + name + "\" was changed by somebody else. Read it again and repeat the change.");
        }
        limits = newLimits;
    }

    /// A worker opened it and found this id in the bucket.
    ///
    /// @param isSealed whether what is there is sealed
    /// @throws Conflict `repository-replaced` when another repository is at the same place now
    public void connected(UUID found, boolean isSealed) {
        if (repositoryUuid != null && !repositoryUuid.equals(found)) {
            throw new Conflict(
                    "repository-replaced",
                    "Repository \"" + name + "\" was " + repositoryUuid + ", but " + location + " now holds " + found
                            + ". Remove the entry and add the location anew if that is meant.");
        }
        repositoryUuid = found;
        sealed = isSealed;
        state = RepositoryState.READY;
    }

    /// A worker could not open it. What was known about its content stays known.
    public void unreachable() {
        state = RepositoryState.FAILED;
    }

    public RepositoryEntryId id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String location() {
        return location;
    }

    public Optional<String> endpoint() {
        return Optional.ofNullable(endpoint);
    }

    public Optional<String> region() {
        return Optional.ofNullable(region);
    }

    /// Whether it is sealed, or is to be when it is made.
    public boolean sealed() {
        return sealed;
    }

    public RepositoryLimits limits() {
        return limits;
    }

    public RepositoryState state() {
        return state;
    }

    /// The id that the bucket holds, once a worker has seen it.
    public Optional<UUID> repositoryUuid() {
        return Optional.ofNullable(repositoryUuid);
    }

    public Instant createdAt() {
        return createdAt;
    }
}
