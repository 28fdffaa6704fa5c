package io.tidemark.repository.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryObjectStoreTest extends ObjectStoreContract {

    @TempDir
    Path temporary;

    @Override
    ObjectStore emptyStore() {
        return new DirectoryObjectStore(root());
    }

    @Override
    ObjectStore another() {
        return new DirectoryObjectStore(root());
    }

    @Test
    void keysArePathsBelowTheRoot() throws Exception {
        store.put("packs/3f/a", text("content"), PutMode.CREATE);

        assertThat(root().resolve("packs/3f/a")).hasContent("content");
        assertThat(store.location()).isEqualTo("file:" + root());
    }

    @Test
    void noTemporaryFileIsLeftBehind() throws Exception {
        store.put("a", text("1"), PutMode.CREATE);
        store.put("a", text("2"), PutMode.ANY);
        assertThatThrownBy(() -> store.put("a", text("3"), PutMode.CREATE)).isInstanceOf(ObjectExistsException.class);

        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void leftOversOfDeadWritersAreNeverListedAndGoAtTheFirstPut() throws Exception {
        Path leftOver = root().resolve(".tmp/7d1f.new");
        Files.createDirectories(leftOver.getParent());
        Files.writeString(leftOver, "half an object");

        assertThat(keys("")).isEmpty();
        store.put("a", text("1"), PutMode.CREATE);
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void theFileOfALiveWriterStays() throws Exception {
        var writer = new TemporaryFiles(root().resolve(".tmp"));
        try (TemporaryFiles.TemporaryFile live = writer.create()) {
            store.put("a", text("1"), PutMode.CREATE);

            assertThat(live.path()).exists();
        }
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void filesOfOthersAreNotListed() throws Exception {
        store.put("a/b", text("1"), PutMode.CREATE);
        Files.writeString(root().resolve("a/.hidden"), "x");
        Files.writeString(root().resolve("a/with space"), "x");
        Files.createDirectories(root().resolve("lost+found"));
        Files.createDirectories(root().resolve("empty"));

        assertThat(keys("")).containsExactly("a/b");
    }

    @Test
    void anObjectBelowAnObjectIsRefusedAndNothingChanges() throws Exception {
        store.put("a", text("1"), PutMode.CREATE);

        assertThatThrownBy(() -> store.put("a/b", text("2"), PutMode.CREATE))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.code()).isEqualTo("store-failed"));
        assertThat(store.head("a/b")).isEmpty();
        store.delete("a/b");
        assertThat(keys("")).containsExactly("a");
    }

    @Test
    void anAbsentRootIsAnEmptyStoreAndMadeByTheFirstPut() throws Exception {
        Path deep = temporary.resolve("not/yet/there");
        try (ObjectStore fresh = new DirectoryObjectStore(deep)) {
            assertThat(fresh.head("a")).isEmpty();
            fresh.list("", object -> {
                throw new AssertionError("Told of " + object);
            });
            assertThat(deep).doesNotExist();

            fresh.put("a", text("1"), PutMode.CREATE);
            assertThat(deep.resolve("a")).exists();
        }
    }

    @Test
    void aRootThatIsAFileIsNamed() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        try (ObjectStore wrong = new DirectoryObjectStore(file)) {
            assertThatThrownBy(() -> wrong.put("a", text("1"), PutMode.CREATE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void aFullFileSystemStoresNothingAndSaysSo() throws Exception {
        Path small = Files.createDirectory(temporary.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()), "may not mount a tmpfs here");
        try (ObjectStore full = new DirectoryObjectStore(small)) {
            full.put("fits", ByteBuffer.allocate(100_000), PutMode.CREATE);

            assertThatThrownBy(() -> full.put("too/big", ByteBuffer.allocate(2_000_000), PutMode.CREATE))
                    .isInstanceOfSatisfying(StoreFullException.class, e -> {
                        assertThat(e.code()).isEqualTo("store-full");
                        assertThat(e.retryable()).isFalse();
                    })
                    .hasMessageContaining("too/big")
                    .hasMessageContaining("Free space");
            assertThat(full.head("too/big")).isEmpty();
            full.put("fits-too", ByteBuffer.allocate(800_000), PutMode.CREATE);
        } finally {
            assertThat(run("umount", small.toString())).isTrue();
        }
    }

    @Test
    void anObjectThatWasCutOffIsTooShort() throws Exception {
        store.put("a", ByteBuffer.allocate(1_000), PutMode.CREATE);
        try (var file = Files.newByteChannel(root().resolve("a"), StandardOpenOption.WRITE)) {
            file.truncate(500);
        }

        assertThatThrownBy(() -> store.get("a", 400, ByteBuffer.allocate(200)))
                .isInstanceOf(ObjectTooShortException.class)
                .hasMessageContaining("ends at byte 500");
    }

    private Path root() {
        return temporary.resolve("root");
    }

    private Stream<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(root().resolve(".tmp"))) {
            return files.filter(file -> file.toString().endsWith(".new")).toList().stream();
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
