package io.tidemark.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A running `qemu-nbd` that has an image open, locked as a machine's own QEMU would hold it.
///
/// The caller owns it and closes it; closing waits until the process is gone, and its locks with it.
public final class NbdServer implements AutoCloseable {

    private final Path folder;
    private final QemuTools.Started program;

    private NbdServer(Path folder, QemuTools.Started program) {
        this.folder = folder;
        this.program = program;
    }

    /// Serves a qcow2 image and returns once QEMU has it open; options are those of `qemu-nbd`.
    ///
    /// @throws AssertionError if the server ends instead; its own words are on standard error
    public static NbdServer serve(Path image, String... options) throws IOException {
        Path folder = Files.createTempDirectory("nbd");
        Path ready = folder.resolve("pid");
        List<String> command = new ArrayList<>(List.of("qemu-nbd", "-f", "qcow2", "-t"));
        command.addAll(List.of("-k", folder.resolve("socket").toString(), "--pid-file", ready.toString()));
        command.addAll(List.of(options));
        command.add(image.toString());
        NbdServer server = new NbdServer(folder, QemuTools.start(command.toArray(String[]::new)));
        try {
            // qemu-nbd listens before it opens the image, and writes its pid file afterwards.
            while (!Files.exists(ready)) {
                if (server.program.process().waitFor(2, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("qemu-nbd ended with exit code %d instead of serving %s"
                            .formatted(server.program.process().exitValue(), image));
                }
            }
            return server;
        } catch (InterruptedException e) {
            server.close();
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while starting qemu-nbd on " + image, e);
        } catch (AssertionError e) {
            server.close();
            throw e;
        }
    }

    /// The Unix socket it listens on.
    public Path socket() {
        return folder.resolve("socket");
    }

    /// Whether QEMU still runs.
    public boolean isAlive() {
        return program.process().isAlive();
    }

    @Override
    public void close() throws IOException {
        program.close();
        for (String file : List.of("socket", "pid", "")) {
            Files.deleteIfExists(folder.resolve(file));
        }
    }
}
