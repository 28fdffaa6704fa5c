package io.tidemark.qcow2;

import io.tidemark.testing.NbdServer;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An image file made and judged by QEMU's tools.
record QemuImage(Path path) {
    private static final Pattern MAP_ENTRY = Pattern.compile("\\{([^{}]*)}");

    /// Runs `qemu-img create` with options and the size.
    static QemuImage create(Path path, String options, String size) {
        List<String> command = new ArrayList<>(List.of("qemu-img", "create", "-q", "-f", "qcow2"));
        if (!options.isEmpty()) {
            command.addAll(List.of("-o", options));
        }
        command.addAll(List.of(path.toString(), size));
        QemuTools.succeed(command.toArray(String[]::new));
        return new QemuImage(path);
    }

    /// The same on top of another image.
    static QemuImage createOn(Path backing, String format, Path path, String options, String size) {
        List<String> command = new ArrayList<>(
                List.of("qemu-img", "create", "-q", "-f", "qcow2", "-F", format, "-b", backing.toString()));
        if (!options.isEmpty()) {
            command.addAll(List.of("-o", options));
        }
        command.addAll(List.of(path.toString(), size));
        QemuTools.succeed(command.toArray(String[]::new));
        return new QemuImage(path);
    }

    /// Runs `qemu-io` commands on the image, one after the other in one process.
    QemuImage io(String... commands) {
        List<String> command = new ArrayList<>(List.of("qemu-io", "-f", "qcow2"));
        for (String one : commands) {
            command.addAll(List.of("-c", one));
        }
        command.add(path.toString());
        QemuTools.succeed(command.toArray(String[]::new));
        return this;
    }

    /// Runs `qemu-img resize`, shrinking too.
    QemuImage resize(String size) {
        QemuTools.succeed("qemu-img", "resize", "-q", "-f", "qcow2", "--shrink", path.toString(), size);
        return this;
    }

    /// Runs `qemu-img bitmap` with an action and a name.
    QemuImage bitmap(String name, String... action) {
        List<String> command = new ArrayList<>(List.of("qemu-img", "bitmap", "-f", "qcow2"));
        command.addAll(List.of(action));
        command.addAll(List.of(path.toString(), name));
        QemuTools.succeed(command.toArray(String[]::new));
        return this;
    }

    /// What `qemu-img check` ends with: 0 clean, 2 corrupt, 3 leaks.
    int check() {
        return QemuTools.run("qemu-img", "check", "-f", "qcow2", path.toString())
                .exitCode();
    }

    /// The guest's bytes according to `qemu-img convert`.
    byte[] content() throws IOException {
        Path raw = Files.createTempFile(path.getParent(), "content", ".raw");
        QemuTools.succeed("qemu-img", "convert", "-f", "qcow2", "-O", "raw", path.toString(), raw.toString());
        byte[] content = Files.readAllBytes(raw);
        Files.delete(raw);
        return content;
    }

    /// What `qemu-img map` prints, a line per run in one fixed form.
    List<String> map() {
        String json = QemuTools.succeed("qemu-img", "map", "-f", "qcow2", "--output=json", path.toString());
        List<String> lines = new ArrayList<>();
        Matcher entry = MAP_ENTRY.matcher(json);
        while (entry.find()) {
            lines.add(line(entry.group(1)));
        }
        return lines;
    }

    /// The dirty ranges of a bitmap as QEMU exports them, `start+length` each.
    List<String> dirty(String name) throws IOException {
        return dirty(List.of(name)).getFirst();
    }

    /// Those of several bitmaps, which one process exports.
    List<List<String>> dirty(List<String> names) throws IOException {
        List<String> options = new ArrayList<>(List.of("-r"));
        names.forEach(name -> options.addAll(List.of("-B", name)));
        try (NbdServer server = NbdServer.serve(path, options.toArray(String[]::new))) {
            return names.stream().map(name -> exported(server, name)).toList();
        }
    }

    private static List<String> exported(NbdServer server, String name) {
        String json = QemuTools.succeed(
                "qemu-img",
                "map",
                "--output=json",
                "--image-opts",
                "driver=nbd,server.type=unix,server.path=%s,x-dirty-bitmap=qemu:dirty-bitmap:%s"
                        .formatted(server.socket(), name));
        List<String> ranges = new ArrayList<>();
        Matcher entry = MAP_ENTRY.matcher(json);
        while (entry.find()) {
            if (field(entry.group(1), "data").equals("false")) {
                ranges.add(field(entry.group(1), "start") + "+" + field(entry.group(1), "length"));
            }
        }
        return ranges;
    }

    private static String line(String entry) {
        return "%s+%s depth %s present %s zero %s data %s offset %s"
                .formatted(
                        field(entry, "start"),
                        field(entry, "length"),
                        field(entry, "depth"),
                        field(entry, "present"),
                        field(entry, "zero"),
                        field(entry, "data"),
                        field(entry, "offset"));
    }

    private static String field(String entry, String name) {
        Matcher value = Pattern.compile("\"" + name + "\": ([^,]+)").matcher(entry);
        return value.find() ? value.group(1).trim() : "-";
    }
}
