package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.qcow2.failure.Qcow2Exception;
import io.tidemark.testing.QemuTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    @TempDir
    private Path folder;

    /// A limit on file sizes stands for the full disk: the operating system refuses the write all the same.
    @Test
    void aRestoreThatFindsNoRoomSaysSoAndLeavesNoFile() {
        Path target = folder.resolve("restored.qcow2");
        String java = ProcessHandle.current().info().command().orElseThrow();

        QemuTools.Result result = QemuTools.run(
                "sh",
                "-c",
                "ulimit -f 1024; exec \"$0\" \"$@\"",
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Restore.class.getName(),
                target.toString());

        assertThat(result.stdout()).as(result.stderr()).startsWith("no-space " + target + ": no space to write");
        assertThat(target).doesNotExist();
    }

    /// Writes four megabytes.
    static final class Restore {
        private Restore() {}

        public static void main(String[] arguments) throws IOException {
            try (Qcow2Writer writer = Qcow2Writer.create(Path.of(arguments[0]), 4 << 20, 65536)) {
                ByteBuffer data = ByteBuffer.allocate(65536);
                for (int at = 0; at < 4 << 20; at += data.capacity()) {
                    writer.write(at, data.clear().put(0, (byte) 1));
                }
                writer.finish();
            } catch (Qcow2Exception e) {
                System.out.println(e.code() + " " + e.getMessage());
            }
        }
    }
}
