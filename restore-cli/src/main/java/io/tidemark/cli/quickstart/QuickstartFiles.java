package io.tidemark.cli.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// The directory of the quickstart (`./.tidemark` unless told otherwise): the server's data, the images, the token.
record QuickstartFiles(Path directory) {
    private static final int TOKEN_BYTES = 32;

    QuickstartFiles {
        directory = directory.toAbsolutePath().normalize();
    }

    /// Makes what is missing of the directory. Only the owner may look in: it holds a token and a database.
    void create() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.createDirectories(images());
    }

    Path images() {
        return directory.resolve("images");
    }

    Path serverLog() {
        return directory.resolve("server.log");
    }

    Path tokenFile() {
        return directory.resolve("token");
    }

    /// The image of the machine `name`.
    Path image(String name) {
        return images().resolve(name + ".qcow2");
    }

    /// Where the machine's disk is restored to.
    Path restored(String name) {
        return images().resolve(name + "-restored.qcow2");
    }

    /// The API token: the one of an earlier quickstart, or a new one that only the owner can read.
    String token() throws IOException {
        Path file = tokenFile();
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        String token = "tmk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, token + "\n", StandardOpenOption.WRITE);
        return token;
    }

    /// A name for a machine whose files do not exist yet: `quickstart`, `quickstart-2` and so on.
    String freeName() {
        String name = "quickstart";
        for (int number = 2; Files.exists(image(name)) || Files.exists(restored(name)); number++) {
            name = "quickstart-" + number;
        }
        return name;
    }
}
