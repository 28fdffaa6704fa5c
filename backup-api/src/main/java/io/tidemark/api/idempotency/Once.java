package io.tidemark.api.idempotency;

import io.tidemark.api.access.Caller;
import io.tidemark.catalog.token.Created;
import io.tidemark.catalog.token.IdempotencyKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Lets a request that creates something do so once, however often it is sent under one key.
@Component
public class Once {
    private final IdempotencyKeys keys;
    private final JsonMapper json;

    Once(IdempotencyKeys keys, JsonMapper json) {
        this.keys = keys;
        this.json = json;
    }

    /// Creates what was asked for, or finds what the same request of the same caller created under the key.
    ///
    /// @param request  a record of what was asked for; tells a repetition from another request under the key
    /// @param key  the caller's `Idempotency-Key`; without one the thing is created each time
    /// @param create  creates the thing and gives its id
    /// @throws io.tidemark.catalog.token.IdempotencyKeyReused when the key stands for another request
    public UUID create(Created kind, Object request, Caller caller, @Nullable String key, Supplier<UUID> create) {
        return key == null ? create.get() : keys.once(caller.id(), key, fingerprint(request), kind, create);
    }

    /// What a request asks for, independent of how its JSON was spaced and in which order its fields came.
    /// The name of its type stands before, since requests of different types may have the same fields.
    private byte[] fingerprint(Object request) {
        String text = request.getClass().getName() + "\n" + json.writeValueAsString(request);
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java platform has SHA-256", missing);
        }
    }
}
