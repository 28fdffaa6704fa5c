package io.tidemark.cli.disk;

import io.tidemark.cli.terminal.CommandFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A disk as typed: `IMAGE` or `NAME=IMAGE`.
///
/// @param name what the disk is called in its machine and in its points
/// @param image the path of its image, as typed
public record DiskArgument(String name, String image) {
    /// The disk of an image that was typed without a name. It is called as the file is, without the extension; so a
    /// machine keeps its disks' names as long as its files keep theirs, whoever backs it up.
    public static DiskArgument unnamed(String image) throws CommandFailure {
        String file = image.substring(image.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        String name = dot > 0 ? file.substring(0, dot) : file;
        if (name.isBlank()) {
            throw CommandFailure.usage("\"" + image + "\" is no image file");
        }
        return new DiskArgument(name, image);
    }

    /// The disk that `NAME=IMAGE` names.
    public static DiskArgument named(String word) throws CommandFailure {
        int equals = word.indexOf('=');
        if (equals < 0 || word.substring(0, equals).isBlank() || equals == word.length() - 1) {
            throw CommandFailure.usage(
                    "A disk is typed as NAME=IMAGE, such as system=/images/web1.qcow2, but got \"" + word + "\"");
        }
        return new DiskArgument(word.substring(0, equals), word.substring(equals + 1));
    }

    /// The disk that `[NAME=]IMAGE` names. An absolute path may have a `=` in it.
    public static DiskArgument of(String word) throws CommandFailure {
        return word.startsWith("/") || word.indexOf('=') < 0 ? unnamed(word) : named(word);
    }

    /// Refuses disks of one machine that have one name.
    ///
    /// @param how how a name is given to a disk, such as `--disk NAME=IMAGE`
    public static void requireDifferentNames(List<DiskArgument> disks, String how) throws CommandFailure {
        Set<String> names = new HashSet<>();
        for (DiskArgument disk : disks) {
            if (!names.add(disk.name())) {
                throw CommandFailure.usage(
                        "Two disks are named \"" + disk.name() + "\": give each a name of its own with " + how);
            }
        }
    }
}
