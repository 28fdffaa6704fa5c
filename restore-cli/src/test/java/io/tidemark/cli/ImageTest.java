package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testing.NbdServer;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `image …` on images that QEMU made, judged by QEMU.
@QemuTest
class ImageTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path home;

    private CommandLineRun.Outcome tidemark(String... words) {
        return new CommandLineRun(home).run(words);
    }

    private String image(String name, String... options) {
        String file = home.resolve(name).toString();
        List<String> command = new ArrayList<>(List.of("qemu-img", "create", "-q", "-f", "qcow2"));
        command.addAll(List.of(options));
        command.add(file);
        command.add("16M");
        QemuTools.succeed(command.toArray(String[]::new));
        return file;
    }

    private static void write(String image, String... commands) {
        List<String> command = new ArrayList<>(List.of("qemu-io", "-f", "qcow2"));
        for (String each : commands) {
            command.add("-c");
            command.add(each);
        }
        command.add(image);
        QemuTools.succeed(command.toArray(String[]::new));
    }

    @Test
    void infoSaysWhatQemuSays() {
        String base = image("base.qcow2");
        String overlay = image("overlay.qcow2", "-b", base, "-F", "qcow2");
        QemuTools.succeed("qemu-img", "bitmap", "--add", "-g", "131072", overlay, "marks");

        JsonNode ours = tidemark("image", "info", overlay, "--json").json();
        JsonNode theirs = JSON.readTree(QemuTools.succeed("qemu-img", "info", "--output=json", overlay));

        assertThat(ours.path("virtualBytes").asLong())
                .isEqualTo(theirs.path("virtual-size").asLong());
        assertThat(ours.path("clusterSize").asLong())
                .isEqualTo(theirs.path("cluster-size").asLong());
        assertThat(ours.path("backing").path("name").asString()).isEqualTo(base);
        assertThat(ours.path("bitmapsValid").asBoolean()).isTrue();
        JsonNode bitmap = ours.path("bitmaps").path(0);
        assertThat(bitmap.path("name").asString()).isEqualTo("marks");
        assertThat(bitmap.path("granularity").asLong()).isEqualTo(131072);
        assertThat(bitmap.path("recording").asBoolean()).isTrue();
        assertThat(bitmap.path("usable").asBoolean()).isTrue();
        assertThat(tidemark("image", "info", overlay).out())
                .contains("16.0 MiB")
                .contains("marks");
    }

    @Test
    void mapOfAFreshImageIsQemus() {
        String image = image("fresh.qcow2");
        write(image, "write -q 1M 128k", "write -q -z 4M 64k", "write -q 15M 1M");

        CommandLineRun.Outcome outcome = tidemark("image", "map", image);

        assertThat(outcome.exitCode()).isZero();
        assertThat(withoutCompressed(outcome.out())).isEqualTo(map(image));
    }

    @Seeded
    @RepeatedTest(6)
    void mapOfAChainIsQemus(RandomGenerator random) {
        String cluster = "cluster_size=" + (512 << random.nextInt(10));
        String base = image("base.qcow2", "-o", cluster);
        write(base, randomWrites(random));
        String overlay = image("overlay.qcow2", "-b", base, "-F", "qcow2");
        write(overlay, randomWrites(random));

        assertThat(withoutCompressed(tidemark("image", "map", overlay).out())).isEqualTo(map(overlay));
        assertThat(withoutCompressed(tidemark("image", "map", overlay, "--json").out()))
                .isEqualTo(map(overlay));
    }

    @Test
    void mapOfCompressedClustersIsQemus() {
        String plain = image("plain.qcow2");
        write(plain, "write -q -P 7 0 3M", "write -q -P 9 8M 1M");
        String packed = home.resolve("packed.qcow2").toString();
        QemuTools.succeed("qemu-img", "convert", "-c", "-O", "qcow2", plain, packed);

        assertThat(withoutCompressed(tidemark("image", "map", packed).out())).isEqualTo(map(packed));
    }

    @Seeded
    @RepeatedTest(4)
    void dumpSaysWhatWasWritten(RandomGenerator random) {
        String image = image("disk.qcow2");
        assertThat(tidemark("image", "bitmap", "add", image, "marks", "--granularity", "65536")
                        .exitCode())
                .isZero();
        long start = random.nextLong(100) * 65536;
        long other = 10 * 1024 * 1024 + random.nextLong(60) * 65536;
        write(image, "write -q " + start + " 64k", "write -q " + (other + 5) + " 70000");

        JsonNode dump = tidemark("image", "bitmap", "dump", image, "marks").json();

        assertThat(dump.toString())
                .isEqualTo("[{\"start\":" + start + ",\"length\":65536},{\"start\":" + other + ",\"length\":131072}]");
        QemuTools.succeed("qemu-img", "check", "-q", image);
    }

    @Test
    void bitmapsAreAddedClearedAndRemovedAsQemuSeesThem() {
        String image = image("disk.qcow2");

        assertThat(tidemark("image", "bitmap", "add", image, "a").exitCode()).isZero();
        assertThat(tidemark("image", "bitmap", "add", image, "b", "--json")
                        .json()
                        .path("done")
                        .asString())
                .isEqualTo("added");
        write(image, "write -q 0 64k");
        assertThat(tidemark("image", "bitmap", "dump", image, "a").out()).contains("65536");
        assertThat(tidemark("image", "bitmap", "clear", image, "a").exitCode()).isZero();

        assertThat(tidemark("image", "bitmap", "dump", image, "a").out()).isEqualTo("[]\n");
        assertThat(tidemark("image", "bitmap", "dump", image, "b").out()).contains("65536");
        assertThat(tidemark("image", "bitmap", "remove", image, "b").exitCode()).isZero();
        assertThat(tidemark("image", "bitmap", "list", image, "--json").json()).hasSize(1);
        JsonNode theirs = JSON.readTree(QemuTools.succeed("qemu-img", "info", "--output=json", image));
        assertThat(theirs.path("format-specific").path("data").path("bitmaps").toString())
                .isEqualTo("[{\"flags\":[\"auto\"],\"name\":\"a\",\"granularity\":65536}]");
        QemuTools.succeed("qemu-img", "check", "-q", image);
    }

    @Test
    void checkFindsASoundImageSound() {
        String image = image("disk.qcow2");
        QemuTools.succeed("qemu-img", "bitmap", "--add", image, "marks");
        write(image, "write -q 1M 1M");

        JsonNode check = tidemark("image", "check", image, "--json").json();

        assertThat(check.path("sound").asBoolean()).isTrue();
    }

    @Test
    void anImageThatQemuHasOpenIsBusy() throws IOException {
        String image = image("disk.qcow2");
        try (NbdServer nbd = NbdServer.serve(Path.of(image))) {
            for (String command : new String[] {"info", "check", "map", "bitmap list"}) {
                CommandLineRun.Outcome outcome = tidemark(("image " + command + " " + image + " --json").split(" "));

                assertThat(outcome.exitCode()).as(command).isEqualTo(11);
                assertThat(outcome.errorCode()).isEqualTo("image-busy");
                assertThat(outcome.errorMessage()).contains(image);
            }
            assertThat(nbd.isAlive()).isTrue();
        }
    }

    @Test
    void aTruncatedImageIsCorrupt() throws IOException {
        String image = image("disk.qcow2");
        write(image, "write -q 0 8M");
        try (RandomAccessFile file = new RandomAccessFile(image, "rw")) {
            file.setLength(100_000);
        }

        CommandLineRun.Outcome check = tidemark("image", "check", image, "--json");
        CommandLineRun.Outcome map = tidemark("image", "map", image, "--json");

        assertThat(check.exitCode()).isEqualTo(13);
        assertThat(check.err()).isNotEmpty();
        assertThat(map.exitCode()).isEqualTo(13);
        assertThat(map.errorMessage()).contains(image);
    }

    @Test
    void checkCountsLeaksAsQemuDoes() throws IOException {
        String image = image("disk.qcow2");
        write(image, "write -q 0 1M");
        try (RandomAccessFile file = new RandomAccessFile(image, "rw")) {
            // The first refcount block follows header and refcount table; cluster 40 is used by nobody.
            file.setLength(41 * 65536);
            file.seek(2 * 65536 + 40 * 2);
            file.writeShort(1);
        }

        CommandLineRun.Outcome check = tidemark("image", "check", image, "--json");

        assertThat(check.exitCode()).isEqualTo(3);
        assertThat(check.json().path("leaks").asInt()).isEqualTo(1);
        assertThat(check.json().path("sound").asBoolean()).isTrue();
        assertThat(QemuTools.run("qemu-img", "check", image).exitCode()).isEqualTo(3);
    }

    @Test
    void whatIsNoImageIsSaidSo() throws IOException {
        Path text = Files.writeString(home.resolve("notes.txt"), "not an image".repeat(100));

        CommandLineRun.Outcome noImage = tidemark("image", "info", text.toString(), "--json");
        CommandLineRun.Outcome noFile =
                tidemark("image", "info", home.resolve("none.qcow2").toString(), "--json");

        assertThat(noImage.exitCode()).isEqualTo(13);
        assertThat(noImage.errorMessage()).contains("notes.txt");
        assertThat(noFile.exitCode()).isEqualTo(10);
        assertThat(noFile.errorCode()).isEqualTo("file-missing");
        assertThat(noFile.errorMessage()).contains("none.qcow2");
    }

    @Test
    void bitmapsThatAreNotThereOrThereAlreadyAreNamed() {
        String image = image("disk.qcow2");
        tidemark("image", "bitmap", "add", image, "here");

        assertThat(tidemark("image", "bitmap", "dump", image, "gone", "--json").errorCode())
                .isEqualTo("bitmap-missing");
        assertThat(tidemark("image", "bitmap", "add", image, "here", "--json").errorCode())
                .isEqualTo("bitmap-exists");
        assertThat(tidemark("image", "bitmap", "add", image, "odd", "--granularity", "1000")
                        .exitCode())
                .isEqualTo(2);
        assertThat(tidemark("image", "bitmap", "list", image, "--json").json()).hasSize(1);
    }

    private static String[] randomWrites(RandomGenerator random) {
        String[] commands = new String[12];
        for (int i = 0; i < commands.length; i++) {
            long offset = random.nextLong(15 * 1024) * 1024;
            long length = (1 + random.nextLong(512)) * 1024;
            String kind = random.nextInt(4) == 0 ? "write -q -z " : "write -q ";
            commands[i] = kind + offset + " " + length;
        }
        return commands;
    }

    private static JsonNode map(String image) {
        return withoutCompressed(QemuTools.succeed("qemu-img", "map", "--output=json", image));
    }

    /// QEMU 8.2 and later say of each extent whether it is compressed; 7.2, as we, does not.
    private static JsonNode withoutCompressed(String map) {
        ArrayNode extents = (ArrayNode) JSON.readTree(map);
        extents.forEach(extent -> ((ObjectNode) extent).remove("compressed"));
        return extents;
    }
}
