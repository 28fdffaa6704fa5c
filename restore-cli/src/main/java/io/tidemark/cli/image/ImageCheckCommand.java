package io.tidemark.cli.image;

import io.tidemark.cli.terminal.Sizes;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.engine.ExitCode;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.check.CheckReport;
import io.tidemark.qcow2.guest.Extent;
import io.tidemark.qcow2.guest.ExtentCursor;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tidemark image check`: whether the image is sound, and whether a backup can read it: every table on the way to its
/// data, every backing file, every bitmap.
@Command(
        name = "check",
        description = {
            "Check an image's metadata, and that a backup can read it with its backing files and bitmaps.",
            "",
            "Exit code 13 when something is corrupt; 3 when clusters are leaked or a bitmap is unusable. Guest data is"
                    + " not read, nothing is repaired."
        })
final class ImageCheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ImageArgument argument = new ImageArgument();

    ImageCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private record CheckedBitmap(DirtyBitmap bitmap, long dirtyBytes) {}

    @Override
    public Integer call() throws IOException {
        try (Qcow2Image image = argument.open(Access.READ)) {
            CheckReport report = image.check();
            // Findings that would stop a backup are thrown from here on, and say more.
            long data = report.corruptions() > 0 ? 0 : dataBytes(image);
            List<CheckedBitmap> bitmaps = new ArrayList<>();
            for (DirtyBitmap bitmap : image.bitmaps()) {
                boolean readable = bitmap.usable() && report.corruptions() == 0;
                bitmaps.add(new CheckedBitmap(bitmap, readable ? dirtyBytes(image, bitmap) : 0));
            }
            print(image, report, data, bitmaps);
            boolean usable = image.bitmapsValid()
                    && bitmaps.stream().allMatch(checked -> checked.bitmap().usable());
            if (report.corruptions() > 0) {
                return ExitCode.CORRUPT.number();
            }
            return (usable && report.clean() ? ExitCode.DONE : ExitCode.WARNINGS).number();
        }
    }

    private static long dataBytes(Qcow2Image image) throws IOException {
        long bytes = 0;
        ExtentCursor extents = image.extents(0, image.virtualSize());
        for (Extent extent = extents.next(); extent != null; extent = extents.next()) {
            if (extent instanceof Extent.Data || extent instanceof Extent.Compressed) {
                bytes += extent.length();
            }
        }
        return bytes;
    }

    private static long dirtyBytes(Qcow2Image image, DirtyBitmap bitmap) throws IOException {
        long bytes = 0;
        RangeCursor ranges = image.dirtyExtents(bitmap);
        for (ByteRange range = ranges.next(); range != null; range = ranges.next()) {
            bytes += range.length();
        }
        return bytes;
    }

    private void print(Qcow2Image image, CheckReport report, long data, List<CheckedBitmap> bitmaps)
            throws IOException {
        boolean valid = image.bitmapsValid();
        boolean sound = report.corruptions() == 0;
        terminal.line(
                sound
                        ? "sound: " + Sizes.of(data) + " of data on a disk of " + Sizes.of(image.virtualSize())
                        : "CORRUPT: " + report.corruptions() + " contradiction(s)");
        if (report.leaks() > 0) {
            terminal.line(report.leaks() + " leaked cluster(s): they only take room");
        }
        report.findings().forEach(finding -> terminal.note("tidemark: " + finding));
        if (!valid) {
            terminal.note("tidemark: warning: a program that does not keep bitmaps wrote to the image: all its bitmaps"
                    + " are void");
        }
        for (CheckedBitmap checked : bitmaps) {
            String unusable = checked.bitmap().unusable();
            if (unusable == null) {
                terminal.line(
                        "bitmap \"" + checked.bitmap().name() + "\": " + Sizes.of(checked.dirtyBytes()) + " dirty");
            } else {
                terminal.note("tidemark: warning: bitmap \"" + checked.bitmap().name() + "\" is unusable: " + unusable);
            }
        }
        terminal.document(json -> {
            json.writeStartObject();
            json.writeStringProperty("image", argument.path().toString());
            json.writeBooleanProperty("sound", sound);
            json.writeNumberProperty("corruptions", report.corruptions());
            json.writeNumberProperty("leaks", report.leaks());
            json.writeArrayPropertyStart("findings");
            report.findings().forEach(json::writeString);
            json.writeEndArray();
            json.writeNumberProperty("virtualBytes", image.virtualSize());
            json.writeNumberProperty("dataBytes", data);
            json.writeBooleanProperty("bitmapsValid", valid);
            json.writeArrayPropertyStart("bitmaps");
            for (CheckedBitmap checked : bitmaps) {
                json.writeStartObject();
                json.writeStringProperty("name", checked.bitmap().name());
                json.writeBooleanProperty("usable", checked.bitmap().usable());
                json.writeName("unusable");
                if (checked.bitmap().unusable() == null) {
                    json.writeNull();
                } else {
                    json.writeString(checked.bitmap().unusable());
                }
                json.writeNumberProperty("dirtyBytes", checked.dirtyBytes());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
