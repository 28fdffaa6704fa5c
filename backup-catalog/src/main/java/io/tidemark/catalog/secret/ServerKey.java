package io.tidemark.catalog.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A key that seals and opens secrets with AES-256-GCM. Its id is made from it and tells nothing about it.
final class ServerKey {
    private static final Logger LOG = LoggerFactory.getLogger(ServerKey.class);
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 8;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte[] ID_OF = "tidemark-server-key-id\n".getBytes(UTF_8);
    private static final String REMEDY =
            " is no server key: expected 32 bytes in Base64, as \"openssl rand -base64 32\" prints them.";

    private final SecretKeySpec key;
    private final String id;
    private final SecureRandom random = new SecureRandom();

    private ServerKey(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, "AES");
        this.id = id(bytes);
    }

    /// @param source what it came from, for people
    /// @throws SecretKeyInvalid when it is not 32 bytes in Base64
    static ServerKey parse(String text, String source) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length != KEY_BYTES) {
                throw new SecretKeyInvalid(source + REMEDY + " Found " + bytes.length + " bytes.");
            }
            return new ServerKey(bytes);
        } catch (IllegalArgumentException broken) {
            // The cause would say which character was wrong, of what may have been meant as a key.
            throw new SecretKeyInvalid(source + REMEDY);
        }
    }

    /// The key in the first line of a file.
    static ServerKey read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            warnWhenOthersMayRead(file);
            return parse(lines.findFirst().orElse(""), "The file " + file);
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            throw new SecretKeyInvalid("The server key in " + file + " cannot be read.", unreadable);
        }
    }

    private static void warnWhenOthersMayRead(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            LOG.warn("Every user of this host may read the server key in {}", file);
        }
    }

    String id() {
        return id;
    }

    SealedSecret seal(SecretPlace place, byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, place, nonce).doFinal(secret);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return new SealedSecret(id, all);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("A secret cannot be sealed", impossible);
        }
    }

    /// @throws SecretKeyWrong when it was changed, or lies in another place than it was sealed for
    byte[] open(SecretPlace place, SealedSecret sealed) {
        byte[] all = sealed.bytes();
        try {
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, place, nonce).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException changed) {
            throw new SecretKeyWrong(
                    "Secret " + place + " does not open with the key " + id
                            + " that sealed it: it was changed in the database, or copied from elsewhere. Set it anew.",
                    changed);
        }
    }

    private Cipher cipher(int mode, SecretPlace place, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.bound(id));
        return cipher;
    }

    private static String id(byte[] key) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(ID_OF);
            return HexFormat.of().formatHex(hash.digest(key), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "ServerKey[" + id + "]";
    }
}
