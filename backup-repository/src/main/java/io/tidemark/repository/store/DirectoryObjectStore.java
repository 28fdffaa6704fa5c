package io.tidemark.repository.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// Objects as files of a directory, local or mounted: the key is the path.
///
/// An object is written to a file in `.tmp/`, synced, given its name by a hard link (or a rename, to replace), and
/// the directory is synced. Several processes and hosts may use one directory at once. The root is made by the
/// first put. Since a file cannot be a directory, an object `a` cannot be stored beside an object `a/b`.
public final class DirectoryObjectStore implements ObjectStore {

    private static final int SLICE = 1 << 18;

    private final Path root;
    private final TemporaryFiles temporaryFiles;
    private final Publication publication;
    private final DirectoryFailures failures;

    /// @param root  absolute; need not exist yet
    public DirectoryObjectStore(Path root) {
        this(root, Publication.forAnyFileSystem(root));
    }

    DirectoryObjectStore(Path root, Publication publication) {
        this.root = root;
        this.temporaryFiles = new TemporaryFiles(root.resolve(TemporaryFiles.DIRECTORY));
        this.publication = publication;
        this.failures = new DirectoryFailures(this, root);
    }

    @Override
    public String location() {
        return "file:" + root;
    }

    @Override
    public void put(String key, ByteBuffer content, PutMode mode) throws StoreException {
        Path target = path(key);
        if (content.remaining() > MAX_OBJECT_BYTES) {
            throw StoreFailures.tooLargeToStore(this, key, content.remaining());
        }
        if (mode == PutMode.CREATE && Files.isRegularFile(target)) {
            throw StoreFailures.exists(this, key, null);
        }
        Path parent = Objects.requireNonNull(target.getParent());
        try {
            SyncedDirectories.create(parent);
            write(content, target, mode);
            SyncedDirectories.sync(parent);
        } catch (FileAlreadyExistsException e) {
            if (mode == PutMode.CREATE && Files.isRegularFile(target)) {
                throw StoreFailures.exists(this, key, e);
            }
            throw failures.of(e, "put " + key, content.remaining());
        } catch (IOException e) {
            throw failures.of(e, "put " + key, content.remaining());
        }
    }

    private void write(ByteBuffer content, Path target, PutMode mode) throws IOException {
        try (TemporaryFiles.TemporaryFile temporary = temporaryFiles.create()) {
            FileChannel file = temporary.channel();
            ByteBuffer rest = content.duplicate();
            while (rest.hasRemaining()) {
                // For a heap buffer the JDK keeps a direct one of the same size per thread.
                ByteBuffer slice = rest.slice(rest.position(), Math.min(SLICE, rest.remaining()));
                rest.position(rest.position() + file.write(slice));
            }
            file.force(true);
            switch (mode) {
                case CREATE -> publication.create(temporary.path(), target);
                case ANY -> Files.move(temporary.path(), target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    @Override
    public ByteBuffer get(String key) throws StoreException {
        StoredObject found = find(key);
        if (found.size() > MAX_OBJECT_BYTES) {
            throw StoreFailures.tooLargeToRead(this, key, found.size());
        }
        ByteBuffer content = ByteBuffer.allocate((int) found.size());
        get(key, 0, content);
        return content.flip();
    }

    @Override
    public void get(String key, long offset, ByteBuffer destination) throws StoreException {
        ObjectKeys.requireOffset(offset);
        Path path = path(key);
        if (!destination.hasRemaining()) {
            return;
        }
        StoredObject found = find(key);
        if (offset > found.size() - destination.remaining()) {
            throw StoreFailures.tooShort(this, key, found.size(), offset, destination.remaining());
        }
        ByteBuffer rest = destination.duplicate();
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            long position = offset;
            while (rest.hasRemaining()) {
                ByteBuffer slice = rest.slice(rest.position(), Math.min(SLICE, rest.remaining()));
                int read = file.read(slice, position);
                if (read < 0) {
                    throw StoreFailures.tooShort(this, key, position, offset, destination.remaining());
                }
                rest.position(rest.position() + read);
                position += read;
            }
        } catch (StoreException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw StoreFailures.missing(this, key, e);
        } catch (IOException e) {
            throw failures.of(e, "get " + key, 0);
        }
        destination.position(destination.limit());
    }

    private StoredObject find(String key) throws StoreException {
        return head(key).orElseThrow(() -> StoreFailures.missing(this, key, null));
    }

    @Override
    public Optional<StoredObject> head(String key) throws StoreException {
        Path path = path(key);
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile() ? Optional.of(describe(key, attributes)) : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            if (isBelowAFile(path)) {
                return Optional.empty();
            }
            throw failures.of(e, "head " + key, 0);
        }
    }

    /// An object `a` has no objects below it, as far as anyone asks for `a/b`.
    private boolean isBelowAFile(Path path) {
        for (Path above = path.getParent(); above != null && !above.equals(root); above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) throws StoreException {
        ObjectKeys.requirePrefix(prefix);
        try {
            new DirectoryListing(root, prefix).tell(each);
        } catch (IOException e) {
            throw failures.of(e, "list " + prefix, 0);
        }
    }

    @Override
    public void delete(String key) throws StoreException {
        Path path = path(key);
        try {
            if (head(key).isPresent()) {
                Files.deleteIfExists(path);
            }
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw failures.of(e, "delete " + key, 0);
        }
    }

    @Override
    public void close() {}

    private Path path(String key) {
        ObjectKeys.requireKey(key);
        return root.resolve(key);
    }

    static StoredObject describe(String key, BasicFileAttributes attributes) {
        return new StoredObject(
                key, attributes.size(), attributes.lastModifiedTime().toInstant());
    }
}
