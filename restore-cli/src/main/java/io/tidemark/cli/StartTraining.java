package io.tidemark.cli;

import io.tidemark.cli.terminal.Terminal;
import io.tidemark.qcow2.Qcow2Writer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Goes through the commands once, so that the JVM can note which classes they load, how these are linked and which
/// methods are busy (`java -XX:AOTCacheOutput=…`, JEP 514 and 515). With that cache a command starts in a third of the
/// time; the launcher makes it after a build. Not for users, and no test of anything.
///
/// Argument: an empty directory to work in; it keeps what the commands leave there.
final class StartTraining {
    private static final int CLUSTER = 64 * 1024;
    private static final int CLUSTERS = 64;

    private final Path directory;

    private StartTraining(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws IOException {
        new StartTraining(Path.of(arguments[0]).toAbsolutePath()).train();
    }

    private void train() throws IOException {
        String image = directory.resolve("disk.qcow2").toString();
        try (Qcow2Writer writer = Qcow2Writer.create(Path.of(image), CLUSTERS * 4L * CLUSTER, CLUSTER)) {
            for (long cluster = 0; cluster < CLUSTERS; cluster++) {
                ByteBuffer content = ByteBuffer.allocate(CLUSTER);
                content.putLong(0, cluster + 1);
                writer.write(cluster * 2 * CLUSTER, content);
            }
            writer.finish();
        }
        String local = "file:" + directory.resolve("repository");
        work(image, local);
        run("restore", newestPoint(), "--to", directory.resolve("r.qcow2").toString(), "--repository", local);
        try (TrainingStore store = new TrainingStore()) {
            System.setProperty("aws.accessKeyId", "training");
            System.setProperty("aws.secretAccessKey", "training");
            System.setProperty("aws.region", "us-east-1");
            System.setProperty("aws.endpointUrlS3", store.endpoint());
            work(image, "s3://" + TrainingStore.BUCKET + "/here");
        }
    }

    /// A full backup, an increment, another machine's backup of what is stored already, and looking at them.
    private void work(String image, String repository) {
        run("repository", "init", "--repository", repository);
        run("backup", "--machine", "m", image, "--repository", repository);
        run("backup", "--machine", "m", image, "--repository", repository, "--json");
        run("backup", "--machine", "n", image, "--repository", repository);
        run("points", "--repository", repository);
        run("verify", "--repository", repository);
    }

    private String newestPoint() throws IOException {
        String newest = "";
        try (var points = Files.newDirectoryStream(directory.resolve("repository/points"))) {
            for (Path point : points) {
                String name = String.valueOf(point.getFileName());
                newest = name.compareTo(newest) > 0 ? name : newest;
            }
        }
        return newest;
    }

    private void run(String... words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of("HOME", directory.toString());
        Terminal terminal = new Terminal(nowhere, nowhere, environment, Tidemark.wantsJson(words), true, () -> false);
        int exitCode = new Tidemark(terminal).run(words);
        if (exitCode != 0) {
            throw new IllegalStateException(
                    "exit code %d of \"tidemark %s\"".formatted(exitCode, String.join(" ", words)));
        }
    }
}
