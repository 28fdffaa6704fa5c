package io.tidemark.api.secret;

import io.tidemark.catalog.secret.ResealSecrets.KeyUse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys that seal the server's secrets, by their ids.
///
/// @param sealingKey  the key that seals; null for a server that was given none
/// @param keys  under which keys secrets are sealed
record SecretKeysView(@Nullable String sealingKey, List<SealingKey> keys) {
    SecretKeysView {
        keys = List.copyOf(keys);
    }

    /// A key under which secrets are sealed.
    ///
    /// @param secrets  how many
    /// @param known  whether this server has the key
    record SealingKey(String id, int secrets, boolean known) {
        static SealingKey of(KeyUse use) {
            return new SealingKey(use.keyId(), use.secrets(), use.known());
        }
    }
}
