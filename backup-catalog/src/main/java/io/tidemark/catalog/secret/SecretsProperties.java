package io.tidemark.catalog.secret;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the key that seals secrets in the catalog comes from.
///
/// @param keyFile     a file whose first line is 32 random bytes in Base64, as `openssl rand -base64 32` prints them
/// @param key         the same without a file, for the environment alone; one of both
/// @param oldKeyFiles files of keys that open what was sealed before a rotation, and seal nothing
@ConfigurationProperties("tidemark.secrets")
public record SecretsProperties(
        @Nullable Path keyFile,
        @Nullable String key,
        @DefaultValue List<Path> oldKeyFiles) {
    public SecretsProperties {
        oldKeyFiles = List.copyOf(oldKeyFiles);
    }

    /// Leaves the key out.
    @Override
    public String toString() {
        return "SecretsProperties[keyFile=" + keyFile + ", oldKeyFiles=" + oldKeyFiles + "]";
    }
}
