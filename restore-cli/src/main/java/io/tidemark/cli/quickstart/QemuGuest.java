package io.tidemark.cli.quickstart;

import io.tidemark.cli.quickstart.GuestContent.Piece;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.engine.ExitCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A machine played by QEMU's own tools: `qemu-img` makes the image, `qemu-io` writes to it through QEMU's block layer,
/// which sets the bits of the mark exactly as a running machine does.
final class QemuGuest implements Guest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final List<String> TOOLS = List.of("qemu-img", "qemu-io");

    private final GuestContent content;

    QemuGuest(GuestContent content) {
        this.content = content;
    }

    /// Whether the tools are on the path.
    static boolean available(String path) {
        return TOOLS.stream()
                .allMatch(tool -> List.of(path.split(":")).stream()
                        .anyMatch(directory -> !directory.isEmpty() && Files.isExecutable(Path.of(directory, tool))));
    }

    @Override
    public String description() {
        return "qemu-img makes the disk, qemu-io writes to it (QEMU itself sets the bits of the mark)";
    }

    @Override
    public void create(Path image) throws CommandFailure, IOException, InterruptedException {
        Path raw = image.resolveSibling(image.getFileName() + ".raw");
        try {
            try (FileChannel channel = FileChannel.open(raw, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (Piece piece : content.first()) {
                    channel.write(piece.bytes(), piece.offset());
                }
            }
            Path here = Path.of("").toAbsolutePath();
            String size = Long.toString(GuestContent.DISK_BYTES);
            run(here, List.of("qemu-img", "resize", "-q", "-f", "raw", raw.toString(), size));
            run(here, List.of("qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw.toString(), image.toString()));
        } finally {
            Files.deleteIfExists(raw);
        }
    }

    @Override
    public long write(Path image) throws CommandFailure, IOException, InterruptedException {
        Path directory = Files.createTempDirectory(image.toAbsolutePath().getParent(), ".writes-");
        try {
            List<String> command = new ArrayList<>(List.of("qemu-io", "-f", "qcow2"));
            long written = 0;
            int number = 0;
            for (Piece piece : content.later()) {
                // qemu-io splits its commands at blanks: a bare name, read in the directory it is started in.
                String source = "piece-" + number++;
                Files.write(directory.resolve(source), piece.bytes().array());
                int length = piece.bytes().remaining();
                command.add("-c");
                command.add("write -q -s " + source + " " + piece.offset() + " " + length);
                written += length;
            }
            command.add(image.toAbsolutePath().toString());
            run(directory, command);
            return written;
        } finally {
            deleteFlat(directory);
        }
    }

    @Override
    public boolean confirmIdentical(Path image, Path restored)
            throws CommandFailure, IOException, InterruptedException {
        run(
                Path.of("").toAbsolutePath(),
                List.of("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", image.toString(), restored.toString()));
        return true;
    }

    private static void run(Path directory, List<String> command)
            throws CommandFailure, IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        try {
            // Both tools say a few lines at most, so nothing blocks before the pipe is read to its end.
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed(command, "did not end within " + LIMIT.toMinutes() + " minutes", said);
            }
            if (process.exitValue() != 0) {
                throw failed(command, "ended with exit code " + process.exitValue(), said);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static CommandFailure failed(List<String> command, String how, String said) {
        return new CommandFailure(
                ExitCode.FAILED,
                "qemu-tool-failed",
                command.getFirst() + " " + how + (said.isEmpty() ? "" : ": " + said));
    }

    private static void deleteFlat(Path directory) throws IOException {
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
