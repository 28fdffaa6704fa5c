package io.tidemark.engine;

/// What kind of failure ended a run.
///
/// The wire name is the same on the command line, in problem details (`https://tidemark.io/problems/<wire
/// name>`), in the catalog and in the dashboard, and never changes. The exit code is that of the `tidemark`
/// command.
public enum FailureCode {
    /// Another process (a running machine, another run) holds the image.
    IMAGE_BUSY("image-busy", ExitCode.BUSY),
    /// Somebody changed the image between two steps that had to see the same image.
    IMAGE_CHANGED("image-changed", ExitCode.BUSY),
    /// The image's metadata contradicts itself or the qcow2 specification.
    IMAGE_CORRUPT("image-corrupt", ExitCode.CORRUPT),
    /// The image ends before its metadata says it does.
    IMAGE_TRUNCATED("image-truncated", ExitCode.CORRUPT),
    /// The image is sound but uses something Tidemark does not read.
    IMAGE_UNSUPPORTED("image-unsupported", ExitCode.FAILED),
    /// There is no file, or no directory for a new one, at the path given.
    FILE_MISSING("file-missing", ExitCode.MISSING),
    /// The operating system does not let Tidemark open a file.
    FILE_ACCESS_DENIED("file-access-denied", ExitCode.FAILED),
    /// One image was named for two disks of one machine.
    IMAGE_REPEATED("image-repeated", ExitCode.USAGE),
    /// A mark could not be read, stored or removed.
    MARK_FAILED("mark-failed", ExitCode.FAILED),
    /// A path leads out of the directories that may be used.
    PATH_NOT_ALLOWED("path-not-allowed", ExitCode.FAILED),
    /// There is no repository at the location given.
    REPOSITORY_MISSING("repository-missing", ExitCode.MISSING),
    /// There is already a repository at the location given.
    REPOSITORY_EXISTS("repository-exists", ExitCode.FAILED),
    /// The repository has no point of such a machine.
    MACHINE_MISSING("machine-missing", ExitCode.MISSING),
    /// The repository has no such point.
    POINT_MISSING("point-missing", ExitCode.MISSING),
    /// The point was to be deleted as a damaged one, and is intact.
    POINT_INTACT("point-intact", ExitCode.USAGE),
    /// The point is protected from being deleted.
    POINT_PINNED("point-pinned", ExitCode.FAILED),
    /// A collection ran during the backup and may have deleted what the point needs: the backup is to be run again.
    COLLECTED_MEANWHILE("collected-meanwhile", ExitCode.FAILED),
    /// The point has no such disk.
    DISK_MISSING("disk-missing", ExitCode.MISSING),
    /// An object of the repository is not what was written.
    OBJECT_CORRUPT("object-corrupt", ExitCode.CORRUPT),
    /// A chunk read back is not the chunk that was stored.
    CHUNK_CORRUPT("chunk-corrupt", ExitCode.CORRUPT),
    /// An object that the repository needs is gone.
    OBJECT_MISSING("object-missing", ExitCode.CORRUPT),
    /// An object that must not exist yet is there: two writers chose one name.
    OBJECT_EXISTS("object-exists", ExitCode.FAILED),
    /// The repository was written by a newer Tidemark.
    FORMAT_TOO_NEW("format-too-new", ExitCode.FAILED),
    /// The repository's format is older than any this Tidemark reads.
    FORMAT_TOO_OLD("format-too-old", ExitCode.FAILED),
    /// The passphrase or key does not open the repository.
    WRONG_KEY("wrong-key", ExitCode.WRONG_KEY),
    /// The repository is sealed, and no passphrase was given.
    PASSPHRASE_MISSING("passphrase-missing", ExitCode.WRONG_KEY),
    /// The passphrase that was to be added opens the repository already.
    PASSPHRASE_KNOWN("passphrase-known", ExitCode.FAILED),
    /// A passphrase was given for a repository that is not sealed.
    NOT_SEALED("not-sealed", ExitCode.USAGE),
    /// The repository has no such key.
    KEY_MISSING("key-missing", ExitCode.MISSING),
    /// The key is the one that the caller is known to be able to open, so it stays.
    KEY_NEEDED("key-needed", ExitCode.FAILED),
    /// The endpoint that is set where the program runs is no address of an S3 server.
    ENDPOINT_INVALID("endpoint-invalid", ExitCode.USAGE),
    /// The object store did not answer, even after retries.
    STORE_UNAVAILABLE("store-unavailable", ExitCode.FAILED),
    /// The object store refused the credentials or the right to do this.
    STORE_ACCESS_DENIED("store-access-denied", ExitCode.FAILED),
    /// The object store answered with a failure that has no name of its own.
    STORE_FAILED("store-failed", ExitCode.FAILED),
    /// Objects cannot be locked where a repository with locks was to be made.
    LOCKS_MISSING("locks-missing", ExitCode.FAILED),
    /// The object store has no such bucket.
    BUCKET_MISSING("bucket-missing", ExitCode.MISSING),
    /// The object store has no room left.
    STORE_FULL("store-full", ExitCode.FAILED),
    /// A restore would have to overwrite a file.
    TARGET_EXISTS("target-exists", ExitCode.FAILED),
    /// The file system of a restore's target has no room left.
    DISK_FULL("disk-full", ExitCode.FAILED),
    /// The request contradicts itself.
    REQUEST_INVALID("request-invalid", ExitCode.USAGE),
    /// The run was asked to stop.
    CANCELLED("cancelled", ExitCode.INTERRUPTED),
    /// Reading or writing a file failed.
    IO_ERROR("io-error", ExitCode.FAILED),
    /// A defect of Tidemark.
    INTERNAL("internal-error", ExitCode.FAILED);

    private final String wireName;
    private final ExitCode exitCode;

    FailureCode(String wireName, ExitCode exitCode) {
        this.wireName = wireName;
        this.exitCode = exitCode;
    }

    /// The stable name: lower case words joined by hyphens.
    public String wireName() {
        return wireName;
    }

    /// How the `tidemark` command ends with this failure.
    public ExitCode exitCode() {
        return exitCode;
    }
}
