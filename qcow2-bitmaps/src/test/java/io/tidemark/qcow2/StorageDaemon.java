package io.tidemark.qcow2;

import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;

/// A running `qemu-storage-daemon` that has an image open and exports it, driven through its QMP socket.
final class StorageDaemon implements AutoCloseable {
    private final Path folder;
    private final QemuTools.Started program;
    private final SocketChannel socket;
    private final Scanner answers;

    private StorageDaemon(Path folder, QemuTools.Started program, SocketChannel socket) {
        this.folder = folder;
        this.program = program;
        this.socket = socket;
        this.answers = new Scanner(Channels.newInputStream(socket), StandardCharsets.UTF_8);
    }

    /// Starts one that has nothing open.
    static StorageDaemon start() throws IOException {
        Path folder = Files.createTempDirectory("daemon");
        Path qmp = folder.resolve("qmp");
        Path ready = folder.resolve("pid");
        QemuTools.Started program = QemuTools.start(
                "qemu-storage-daemon",
                "--chardev",
                "socket,id=c,path=%s,server=on,wait=off".formatted(qmp),
                "--monitor",
                "chardev=c",
                "--nbd-server",
                "addr.type=unix,addr.path=" + folder.resolve("nbd"),
                "--pidfile",
                ready.toString());
        try {
            // The pid file comes last: it listens by then.
            while (!Files.exists(ready)) {
                if (program.process().waitFor(2, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("qemu-storage-daemon ended with exit code "
                            + program.process().exitValue());
                }
            }
            SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
            socket.connect(UnixDomainSocketAddress.of(qmp));
            StorageDaemon daemon = new StorageDaemon(folder, program, socket);
            daemon.answers.nextLine();
            daemon.succeed("{'execute': 'qmp_capabilities'}");
            return daemon;
        } catch (InterruptedException e) {
            program.close();
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while starting qemu-storage-daemon", e);
        } catch (IOException | AssertionError e) {
            program.close();
            throw e;
        }
    }

    /// Opens a qcow2 image; whether that was allowed, or the error.
    String open(Path image, boolean readOnly) throws IOException {
        return execute("{'execute': 'blockdev-add', 'arguments': " + node(image, readOnly) + "}");
    }

    /// Opens the image anew, in the other way.
    String reopen(Path image, boolean readOnly) throws IOException {
        return execute("{'execute': 'blockdev-reopen', 'arguments': {'options': [" + node(image, readOnly) + "]}}");
    }

    /// Closes the image.
    void closeImage() throws IOException {
        succeed("{'execute': 'blockdev-del', 'arguments': {'node-name': 'image'}}");
    }

    /// Exports the image through NBD.
    void export(boolean writable) throws IOException {
        succeed(
                "{'execute': 'block-export-add', 'arguments': {'type': 'nbd', 'id': 'e', 'node-name': 'image', 'writable': "
                        + writable + "}}");
    }

    /// Takes the export away.
    void removeExport() throws IOException {
        send("{'execute': 'block-export-del', 'arguments': {'id': 'e', 'mode': 'hard'}}");
        // The event that it is gone may come before the answer.
        boolean answered = false;
        boolean gone = false;
        while (!answered || !gone) {
            String line = answers.nextLine();
            answered |= line.contains("\"return\"");
            gone |= line.contains("BLOCK_EXPORT_DELETED");
        }
    }

    private void succeed(String command) throws IOException {
        String answer = execute(command);
        if (!answer.equals("allowed")) {
            throw new AssertionError(command + ": " + answer);
        }
    }

    private String execute(String command) throws IOException {
        send(command);
        while (true) {
            String answer = answers.nextLine();
            if (answer.contains("\"return\"")) {
                return "allowed";
            }
            if (answer.contains("\"error\"")) {
                return answer;
            }
        }
    }

    private void send(String command) throws IOException {
        socket.write(StandardCharsets.UTF_8.encode(command.replace('\'', '"') + "\n"));
    }

    private static String node(Path image, boolean readOnly) {
        return "{'driver': 'qcow2', 'node-name': 'image', 'read-only': %s, 'file': {'driver': 'file', 'filename': '%s'}}"
                .formatted(readOnly, image);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        program.close();
        for (String file : new String[] {"qmp", "nbd", "pid", ""}) {
            Files.deleteIfExists(folder.resolve(file));
        }
    }
}
