package io.tidemark.qcow2;

import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An image file made and judged by QEMU's tools.
record QemuImage(Path path) {
    private static final int NBD_GREETING = 18;
    private static final int NBD_OPTION_REPLY = 20;
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
        Path socket = Files.createTempFile(path.getParent(), "nbd", ".sock");
        Files.delete(socket);
        try (QemuTools.Started server = QemuTools.start(
                "qemu-nbd", "-r", "-f", "qcow2", "-B", name, "-k", socket.toString(), "-t", path.toString())) {
            awaitGreeting(socket, server);
            String json = QemuTools.succeed(
                    "qemu-img",
                    "map",
                    "--output=json",
                    "--image-opts",
                    "driver=nbd,server.type=unix,server.path=%s,x-dirty-bitmap=qemu:dirty-bitmap:%s"
                            .formatted(socket, name));
            List<String> ranges = new ArrayList<>();
            Matcher entry = MAP_ENTRY.matcher(json);
            while (entry.find()) {
                if (field(entry.group(1), "data").equals("false")) {
                    ranges.add(field(entry.group(1), "start") + "+" + field(entry.group(1), "length"));
                }
            }
            return ranges;
        }
    }

    /// Waits until an NBD server has its image open: it listens before, but greets only then.
    static void awaitGreeting(Path socket, QemuTools.Started server) throws IOException {
        try (SocketChannel channel = connected(socket, server)) {
            receive(channel, NBD_GREETING);
            // Client flags, magic, option "abort" without data: the polite way to leave.
            channel.write(ByteBuffer.allocate(20)
                    .putInt(1)
                    .putLong(0x49484156454f5054L)
                    .putInt(2)
                    .putInt(0)
                    .flip());
            receive(channel, NBD_OPTION_REPLY);
        }
    }

    private static SocketChannel connected(Path socket, QemuTools.Started server) throws IOException {
        try {
            while (!server.process().waitFor(2, TimeUnit.MILLISECONDS)) {
                SocketChannel channel = Files.exists(socket) ? tryConnect(socket) : null;
                if (channel != null) {
                    return channel;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("the server on " + socket + " has ended");
    }

    /// `null` when the socket is there but nobody listens yet.
    private static @Nullable SocketChannel tryConnect(Path socket) throws IOException {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (ConnectException e) {
            return null;
        }
    }

    private static void receive(SocketChannel channel, int length) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(length);
        while (content.hasRemaining()) {
            if (channel.read(content) < 0) {
                throw new AssertionError("the NBD server hung up");
            }
        }
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
