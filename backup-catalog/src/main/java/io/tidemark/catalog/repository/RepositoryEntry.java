package io.tidemark.catalog.repository;

import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.RepositoryEntryId;
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

    @Enumerated(EnumType.STRING)
    private RepositoryState state = RepositoryState.NEW;

    private @Nullable UUID repositoryUuid;
    private Instant createdAt;

    @Version
    private @Nullable Long version;

    @SuppressWarnings("NullAway.Init")
    protected RepositoryEntry() {}

    private RepositoryEntry(
            RepositoryEntryId id,
            String name,
            String location,
            @Nullable String endpoint,
            @Nullable String region,
            Instant createdAt) {
        this.id = id;
        this.name = name;
        this.location = location;
        this.endpoint = endpoint;
        this.region = region;
        this.createdAt = createdAt;
    }

    /// A new entry, not yet in the catalog; [AddRepository] puts it there.
    ///
    /// @param location `s3://bucket/prefix` or `file:/directory`
    /// @param endpoint the URL of an S3 server other than the one the AWS SDK would choose
    /// @throws InvalidRequest `location-invalid`
    public static RepositoryEntry of(
            RepositoryEntryId id,
            String name,
            String location,
            @Nullable String endpoint,
            @Nullable String region,
            Instant now) {
        if (!location.startsWith("s3://") && !location.startsWith("file:/")) {
            throw new InvalidRequest(
                    "location-invalid",
                    "A repository is at s3://bucket/prefix or file:/directory, found \"" + location + "\".");
        }
        return new RepositoryEntry(id, name, location, endpoint, region, now);
    }

    /// A worker opened it and found this id in the bucket.
    ///
    /// @throws Conflict `repository-replaced` when another repository is at the same place now
    public void connected(UUID found) {
        if (repositoryUuid != null && !repositoryUuid.equals(found)) {
            throw new Conflict(
                    "repository-replaced",
                    "Repository \"" + name + "\" was " + repositoryUuid + ", but " + location + " now holds " + found
                            + ". Remove the entry and add the location anew if that is meant.");
        }
        repositoryUuid = found;
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
