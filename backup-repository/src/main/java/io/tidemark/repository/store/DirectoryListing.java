package io.tidemark.repository.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Tells the files below a directory as objects, in the order of their keys.
///
/// That is not the order of a tree: `a-1` comes before `a/1`, as `-` comes before `/`. So directories are
/// sorted by their name with the slash that follows it. Files whose names are no keys are left out.
final class DirectoryListing {

    private final Path root;
    private final String prefix;

    DirectoryListing(Path root, String prefix) {
        this.root = root;
        this.prefix = prefix;
    }

    void tell(Consumer<StoredObject> each) throws IOException {
        int slash = prefix.lastIndexOf('/');
        String directory = prefix.substring(0, slash + 1);
        tell(directory, each);
    }

    /// @param above  the key of a directory, with its slash; empty for the root
    private void tell(String above, Consumer<StoredObject> each) throws IOException {
        for (Entry entry : entries(above)) {
            if (entry.attributes().isDirectory()) {
                tell(entry.key() + "/", each);
            } else {
                each.accept(DirectoryObjectStore.describe(entry.key(), entry.attributes()));
            }
        }
    }

    private List<Entry> entries(String above) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(above))) {
            for (Path file : files) {
                String key = above + file.getFileName();
                if (ObjectKeys.isKey(key)) {
                    addIfWanted(entries, key, file);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            // Gone meanwhile, or never there: nothing to tell.
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Comparator.comparing(Entry::sortedBy));
        return entries;
    }

    private void addIfWanted(List<Entry> entries, String key, Path file) throws IOException {
        try {
            Entry entry = new Entry(key, Files.readAttributes(file, BasicFileAttributes.class));
            boolean wanted = entry.attributes().isDirectory()
                    ? entry.sortedBy().startsWith(prefix) || prefix.startsWith(entry.sortedBy())
                    : entry.attributes().isRegularFile() && key.startsWith(prefix);
            if (wanted) {
                entries.add(entry);
            }
        } catch (NoSuchFileException _) {
            // Deleted between the two looks at it, which is as good as before the first.
            return;
        }
    }

    private record Entry(String key, BasicFileAttributes attributes) {

        String sortedBy() {
            return attributes.isDirectory() ? key + "/" : key;
        }
    }
}
