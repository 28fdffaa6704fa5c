package io.tidemark.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tidemark.cli.server.ServerApi;
import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.qcow2.Qcow2Image;
import io.tidemark.qcow2.bitmap.RangeCursor;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageResolver;
import io.tidemark.testing.QemuTest;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartPartsTest {
    @TempDir
    private Path home;

    @Test
    void theTokenIsKeptAndOnlyTheOwnerReadsIt() throws IOException {
        QuickstartFiles files = new QuickstartFiles(home.resolve("data"));
        files.create();

        String token = files.token();

        assertThat(token).startsWith("tmk_").hasSizeGreaterThan(40);
        assertThat(files.token()).isEqualTo(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.tokenFile())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.directory())))
                .isEqualTo("rwx------");
    }

    @Test
    void aSecondQuickstartTakesAnotherName() throws IOException {
        QuickstartFiles files = new QuickstartFiles(home);
        files.create();

        assertThat(files.freeName()).isEqualTo("quickstart");
        Files.createFile(files.image("quickstart"));
        assertThat(files.freeName()).isEqualTo("quickstart-2");
        Files.createFile(files.restored("quickstart-2"));
        assertThat(files.freeName()).isEqualTo("quickstart-3");
    }

    @Test
    void aTakenPortIsSaidSoWithAWayOut() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ServerProcess.requireFree(socket.getLocalPort()))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("Port " + socket.getLocalPort())
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void contentIsTheSameForASeedAndStaysOnTheDisk() {
        List<GuestContent.Piece> pieces = new GuestContent(7).first();
        List<GuestContent.Piece> again = new GuestContent(7).first();

        long end = 0;
        for (int i = 0; i < pieces.size(); i++) {
            GuestContent.Piece piece = pieces.get(i);
            assertThat(piece.offset()).isEqualTo(again.get(i).offset()).isGreaterThanOrEqualTo(end);
            assertThat(piece.offset() % 65536).isZero();
            assertThat(piece.bytes()).isEqualTo(again.get(i).bytes());
            end = piece.offset() + piece.bytes().remaining();
        }
        assertThat(end).isLessThanOrEqualTo(GuestContent.DISK_BYTES);
    }

    @Test
    @QemuTest
    void theGuestOfQemuWritesAndTheComparisonSeesIt() throws Exception {
        Path directory = Files.createDirectory(home.resolve("a folder"));
        Path image = directory.resolve("disk.qcow2");
        Path copy = directory.resolve("copy.qcow2");
        QemuGuest guest = new QemuGuest(new GuestContent(1));

        guest.create(image);
        Files.copy(image, copy);
        assertThat(new GuestComparison(image, copy).requireIdentical()).isEqualTo(GuestContent.DISK_BYTES);
        assertThat(guest.confirmIdentical(image, copy)).isTrue();

        assertThat(guest.write(image)).isEqualTo(24 * 65536);
        assertThatThrownBy(() -> new GuestComparison(image, copy).requireIdentical())
                .hasMessageContaining("differ at byte");
        assertThatThrownBy(() -> guest.confirmIdentical(image, copy)).hasMessageContaining("qemu-img");
        QemuTools.succeed("qemu-img", "check", "-q", image.toString());
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactlyInAnyOrder(image, copy);
        }
    }

    @Test
    void theGuestWithoutQemuSetsTheBitsOfWhatItWrites() throws Exception {
        Path image = home.resolve("disk.qcow2");
        TidemarkGuest guest = new TidemarkGuest(new GuestContent(1));
        guest.create(image);
        try (Qcow2Image before = Qcow2Image.open(image, Access.WRITE, ImageResolver.refusing())) {
            before.editBitmaps()
                    .add("mark", 65536, Recording.ON)
                    .add("still", 65536, Recording.OFF)
                    .store();
        }

        long written = guest.write(image);

        try (Qcow2Image after = Qcow2Image.open(image, Access.READ, ImageResolver.refusing())) {
            assertThat(dirtyBytes(after, "mark")).isEqualTo(written);
            assertThat(dirtyBytes(after, "still")).isZero();
            assertThat(after.check().clean()).isTrue();
        }
    }

    private static long dirtyBytes(Qcow2Image image, String name) throws IOException {
        RangeCursor cursor = image.dirtyExtents(image.bitmap(name).orElseThrow());
        long bytes = 0;
        for (ByteRange range = cursor.next(); range != null; range = cursor.next()) {
            bytes += range.length();
        }
        return bytes;
    }

    @Test
    void problemsOfTheServerKeepTheirCodeAndDetail() throws Exception {
        answering(409, "{\"type\":\"https://tidemark.io/problems/machine-exists\",\"detail\":\"web1 exists\"}", api -> {
            assertThatThrownBy(() -> api.post("machines", Map.of("name", "web1")))
                    .isInstanceOfSatisfying(
                            CommandFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo("machine-exists"))
                    .hasMessageContaining("web1 exists")
                    .hasMessageContaining("409");
        });
    }

    @Test
    void anAnswerThatIsNoDocumentIsStillAFailure() throws Exception {
        answering(
                502,
                "<html>bad gateway</html>",
                api -> assertThatThrownBy(() -> api.get("runs"))
                        .hasMessageContaining("502")
                        .hasMessageContaining("bad gateway"));
    }

    @Test
    void listsAreReadPageByPage() throws Exception {
        answering(200, "{\"items\":[{\"id\":\"1\"}],\"nextCursor\":null}", api -> {
            assertThat(api.list("runs?machine=m")).hasSize(1);
            assertThat(api.healthy()).isTrue();
        });
    }

    @FunctionalInterface
    private interface Use {
        void of(ServerApi api) throws Exception;
    }

    private static void answering(int status, String body, Use use) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (ServerApi api = new ServerApi(address, "tmk_test")) {
            use.of(api);
        } finally {
            server.stop(0);
        }
    }
}
