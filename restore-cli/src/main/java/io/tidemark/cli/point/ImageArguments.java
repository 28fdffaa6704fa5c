package io.tidemark.cli.point;

import io.tidemark.cli.disk.DiskArgument;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.engine.DiskImage;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The disks of a machine as typed: `IMAGE` or `NAME=IMAGE`.
final class ImageArguments {
    private ImageArguments() {}

    /// The disks that the words name ([DiskArgument]).
    ///
    /// @param named `NAME=IMAGE` words of `--disk`
    /// @param plain images without a name
    /// @throws CommandFailure when there is none, a name is missing, or two disks have one name
    static List<DiskImage> disks(List<String> named, List<String> plain) throws CommandFailure {
        List<DiskArgument> typed = new ArrayList<>();
        for (String word : named) {
            typed.add(DiskArgument.named(word));
        }
        for (String word : plain) {
            typed.add(DiskArgument.unnamed(word));
        }
        if (typed.isEmpty()) {
            throw CommandFailure.usage("No image named: give the machine's images, as IMAGE or --disk NAME=IMAGE");
        }
        DiskArgument.requireDifferentNames(typed, "--disk NAME=IMAGE");
        List<DiskImage> disks = new ArrayList<>();
        for (DiskArgument disk : typed) {
            disks.add(new DiskImage(disk.name(), path(disk.image())));
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
}
