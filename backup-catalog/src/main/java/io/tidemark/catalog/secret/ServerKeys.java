package io.tidemark.catalog.secret;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The server keys that this process was given: one that seals, and older ones that only open.
@Component
public class ServerKeys {
    private static final String REMEDY = "Set tidemark.secrets.key-file to the file with the server's key.";

    private final @Nullable ServerKey current;
    private final Map<String, ServerKey> all = new LinkedHashMap<>();

    ServerKeys(SecretsProperties properties) {
        if (properties.keyFile() != null && properties.key() != null) {
            throw new SecretKeyInvalid("Both tidemark.secrets.key-file and tidemark.secrets.key are set. Set one.");
        }
        this.current = current(properties);
        if (current != null) {
            all.put(current.id(), current);
        }
        for (Path file : properties.oldKeyFiles()) {
            ServerKey old = ServerKey.read(file);
            all.putIfAbsent(old.id(), old);
        }
    }

    private static @Nullable ServerKey current(SecretsProperties properties) {
        if (properties.keyFile() != null) {
            return ServerKey.read(properties.keyFile());
        }
        return properties.key() == null ? null : ServerKey.parse(properties.key(), "tidemark.secrets.key");
    }

    /// The id of the key that seals; empty where there is none.
    public Optional<String> sealingKey() {
        return Optional.ofNullable(current).map(ServerKey::id);
    }

    /// Whether this process could open what was sealed under a key.
    public boolean has(String keyId) {
        return all.containsKey(keyId);
    }

    /// Seals a secret for its place.
    ///
    /// @throws SecretKeyMissing when this process has no key to seal with
    public SealedSecret seal(SecretPlace place, byte[] secret) {
        if (current == null) {
            throw new SecretKeyMissing(
                    "There is no key to seal secrets with. " + REMEDY + " \"openssl rand -base64 32\" makes one.");
        }
        return current.seal(place, secret);
    }

    /// Opens a secret that was sealed for its place.
    ///
    /// @throws SecretKeyMissing when this process has no key at all
    /// @throws SecretKeyWrong   when it has others, or the secret is not what was sealed there
    public byte[] open(SecretPlace place, SealedSecret sealed) {
        ServerKey key = all.get(sealed.keyId());
        if (key != null) {
            return key.open(place, sealed);
        }
        if (all.isEmpty()) {
            throw new SecretKeyMissing("Secret " + place + " is sealed under the key " + sealed.keyId()
                    + ", and this process has none. " + REMEDY);
        }
        throw new SecretKeyWrong("Secret " + place + " is sealed under the key " + sealed.keyId()
                + ", and this process has " + String.join(", ", all.keySet())
                + ". Give it the same key file as the server, or the older one in tidemark.secrets.old-key-files.");
    }
}
