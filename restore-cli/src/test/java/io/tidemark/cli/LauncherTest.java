package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in an installation, with jars that say how they were called.
class LauncherTest {
    @TempDir
    private Path home;

    /// Stands for the program in each jar.
    public static final class Echo {
        public static void main(String[] arguments) {
            System.out.println(System.getProperty("java.class.path").replaceAll(".*/", "") + " "
                    + Arrays.toString(arguments) + " " + Runtime.version().feature() + " "
                    + System.getProperty("probe", ""));
        }
    }

    record Outcome(int exitCode, String out, String err) {}

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        // Tests run in the module's directory; the launcher stands in the root.
        Files.copy(Path.of("..", "tidemark"), home.resolve("bin/tidemark"));
        Files.setPosixFilePermissions(home.resolve("bin/tidemark"), PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : new String[] {"restore-cli", "tidemark-server", "tidemark-worker"}) {
            writeEchoJar(home.resolve("lib/" + name + ".jar"));
        }
    }

    @Test
    void everythingButServerAndWorkerIsTheCommandLine() throws Exception {
        assertThat(launch(Map.of(), "points", "--machine", "a b", "*").out())
                .startsWith("restore-cli.jar [points, --machine, a b, *]");
        assertThat(launch(Map.of()).out()).startsWith("restore-cli.jar []");
    }

    @Test
    void serverAndWorkerAreProgramsOfTheirOwn() throws Exception {
        assertThat(launch(Map.of(), "server", "--server.port=0").out())
                .startsWith("tidemark-server.jar [--server.port=0]");
        assertThat(launch(Map.of(), "worker", "server").out()).startsWith("tidemark-worker.jar [server]");
    }

    @Test
    void theHelpOfTheServerIsOurs() throws Exception {
        assertThat(launch(Map.of(), "server", "--help").out()).startsWith("restore-cli.jar [help, server]");
    }

    @Test
    void aJavaThatIsTooOldIsPassedOver() throws Exception {
        Path old = home.resolve("old-java");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Path program = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\nexit 99\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

        Outcome outcome = launch(
                Map.of("JAVA_HOME", old.toString(), "PATH", System.getProperty("java.home") + "/bin:/usr/bin:/bin"),
                "points");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("restore-cli.jar [points] ");
        assertThat(Integer.parseInt(outcome.out().strip().replaceAll(".* ", "")))
                .isGreaterThanOrEqualTo(25);
    }

    @Test
    void optionsForJavaAreAdded() throws Exception {
        Outcome outcome = launch(Map.of("TIDEMARK_JAVA_OPTIONS", "-Xmx64m -Dprobe=seen"), "points");

        assertThat(outcome.out()).contains("seen");
    }

    @Test
    void theExitCodeIsTheProgramsOwn() throws Exception {
        assertThat(launch(Map.of("TIDEMARK_JAVA_OPTIONS", "-XX:NoSuchOption"), "points")
                        .exitCode())
                .isNotZero();
    }

    @Test
    void aCacheThatDoesNotFitIsNoNews() throws Exception {
        Files.writeString(home.resolve("lib/restore-cli.aot"), "no cache at all");

        Outcome outcome = launch(Map.of(), "points");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("restore-cli.jar [points]");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void aMissingJarIsNamed() throws Exception {
        Files.delete(home.resolve("lib/tidemark-worker.jar"));

        Outcome outcome = launch(Map.of(), "worker");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("lib/tidemark-worker.jar").contains("TIDEMARK_HOME");
    }

    @Test
    void aLinkToTheLauncherWorks() throws Exception {
        Path link = Files.createSymbolicLink(home.resolve("t"), home.resolve("bin/tidemark"));

        assertThat(run(Map.of(), link.toString(), "points").out()).startsWith("restore-cli.jar [points]");
    }

    private Outcome launch(Map<String, String> environment, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = home.resolve("bin/tidemark").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return run(environment, command);
    }

    private Outcome run(Map<String, String> environment, String... command) throws Exception {
        Path out = home.resolve("out.txt");
        Path err = home.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().remove("TIDEMARK_HOME");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        return new Outcome(exitCode, Files.readString(out), Files.readString(err));
    }

    private static void writeEchoJar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Echo.class.getName());
        String entry = Echo.class.getName().replace('.', '/') + ".class";
        try (OutputStream stream = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(stream, manifest);
                InputStream code = LauncherTest.class.getClassLoader().getResourceAsStream(entry)) {
            if (code == null) {
                throw new IOException("no " + entry + " on the class path");
            }
            jar.putNextEntry(new JarEntry(entry));
            jar.write(code.readAllBytes());
            jar.closeEntry();
        }
    }
}
