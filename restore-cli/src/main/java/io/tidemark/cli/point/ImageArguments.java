package io.tidemark.cli.point;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.engine.DiskImage;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The disks of a machine as typed: `IMAGE` or `NAME=IMAGE`.
final class ImageArguments {
    private ImageArguments() {}

    /// The disks that `words` name. An image without a name is the disk of the same name as its file, without the
    /// extension; so a machine keeps its disks' names as long as its files keep theirs.
    ///
    /// @param named `NAME=IMAGE` words of `--disk`
    /// @param plain images without a name
    /// @throws CommandFailure when there is none, a name is missing, or two disks have one name
    static List<DiskImage> disks(List<String> named, List<String> plain) throws CommandFailure {
        List<DiskImage> disks = new ArrayList<>();
        for (String word : named) {
            int equals = word.indexOf('=');
            if (equals <= 0 || equals == word.length() - 1) {
                throw CommandFailure.usage(
                        "--disk needs NAME=IMAGE, as --disk system=/images/web1.qcow2, but got \"" + word + "\"");
            }
            disks.add(new DiskImage(word.substring(0, equals), path(word.substring(equals + 1))));
        }
        for (String word : plain) {
            Path image = path(word);
            disks.add(new DiskImage(nameOf(image), image));
        }
        if (disks.isEmpty()) {
            throw CommandFailure.usage("No image named: give the machine's images, as IMAGE or --disk NAME=IMAGE");
        }
        Set<String> names = new HashSet<>();
        for (DiskImage disk : disks) {
            if (!names.add(disk.name())) {
                throw CommandFailure.usage("Two disks are named \"" + disk.name()
                        + "\": give each a name of its own with --disk NAME=IMAGE");
            }
        }
        return disks;
    }

    private static Path path(String word) throws CommandFailure {
        try {
            return Path.of(word);
        } catch (InvalidPathException thrown) {
            throw CommandFailure.usage("\"" + word + "\" is no path: " + thrown.getReason());
        }
    }

    private static String nameOf(Path image) throws CommandFailure {
        Path file = image.getFileName();
        if (file == null) {
            throw CommandFailure.usage("\"" + image + "\" is no image file");
        }
        String name = file.toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
