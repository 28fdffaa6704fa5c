package io.tidemark.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.qcow2.bitmap.DirtyBitmap;
import io.tidemark.qcow2.bitmap.Recording;
import io.tidemark.qcow2.layout.ImageOptions;
import io.tidemark.qcow2.layout.NewBitmap;
import io.tidemark.qcow2.source.Access;
import io.tidemark.qcow2.source.ByteRange;
import io.tidemark.qcow2.source.ImageResolver;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The code in the README compiles and does what stands beside it.
class ReadmeTest {
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void theCodeOfTheReadmeCompilesAndRuns() throws Exception {
        Path vm = folder.resolve("vm.qcow2");
        var options = ImageOptions.clusters(65536).with(new NewBitmap("mark", 65536, Recording.ON));
        try (Qcow2Writer writer = Qcow2Writer.create(vm, 9 << 20, options)) {
            writer.finish();
        }
        try (Qcow2Image image = Qcow2Image.open(vm, Access.WRITE, ImageResolver.refusing())) {
            image.editBitmaps()
                    .mark("mark", List.of(new ByteRange(0, 3 << 20), new ByteRange(5 << 20, 1)))
                    .store();
        }

        run();

        try (Qcow2Image image = Qcow2Image.open(vm, Access.READ, ImageResolver.refusing())) {
            assertThat(image.bitmaps()).extracting(DirtyBitmap::name).containsExactly("next");
        }
        try (Qcow2Image image =
                Qcow2Image.open(folder.resolve("restored.qcow2"), Access.READ, ImageResolver.refusing())) {
            assertThat(image.virtualSize()).isEqualTo(1L << 40);
            assertThat(image.bitmap("mark").orElseThrow().usable()).isTrue();
            assertThat(image.header().compressionType()).as("zstd").isEqualTo(1);
            ByteBuffer megabyte = ByteBuffer.allocate(1 << 20);
            image.read(0, megabyte);
            assertThat(megabyte.flip()).isEqualTo(firstMegabyte());
            assertThat(image.check().clean()).isTrue();
        }
    }

    /// Compiles all blocks of code as one method and calls it.
    private void run() throws Exception {
        List<String> blocks = CODE.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map((MatchResult block) -> "{" + block.group(1) + "}")
                .toList();
        assertThat(blocks).hasSize(2);
        assertThat(blocks.getFirst().lines()).as("lines of the first").hasSizeLessThanOrEqualTo(12);
        String source = """
                import io.tidemark.qcow2.*;
                import io.tidemark.qcow2.bitmap.*;
                import io.tidemark.qcow2.layout.*;
                import io.tidemark.qcow2.source.*;
                import java.nio.ByteBuffer;
                import java.nio.file.Path;
                import java.util.List;
                public class Code {
                    public static void run(ByteBuffer firstMegabyte) throws Exception { %s }
                }
                """.formatted(String.join("\n", blocks))
                .replace("/var/lib/libvirt/images", folder.toString())
                .replace("Path.of(\"restored", "Path.of(\"" + folder + "/restored");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.getTask(
                                null,
                                null,
                                null,
                                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                                null,
                                List.of(new Source(source)))
                        .call())
                .isTrue();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            loader.loadClass("Code").getMethod("run", ByteBuffer.class).invoke(null, firstMegabyte());
        }
    }

    private static ByteBuffer firstMegabyte() {
        ByteBuffer megabyte = ByteBuffer.allocate(1 << 20);
        for (int i = 0; i < megabyte.limit(); i++) {
            megabyte.put(i, (byte) (i >>> 4));
        }
        return megabyte;
    }

    /// A source in memory.
    private static final class Source extends SimpleJavaFileObject {
        private final String code;

        Source(String code) {
            super(URI.create("string:///Code.java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
