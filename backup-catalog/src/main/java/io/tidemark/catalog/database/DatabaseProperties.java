package io.tidemark.catalog.database;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where the catalog is.
///
/// @param url         JDBC URL of a PostgreSQL 18; unset: an embedded one, under `tidemark.data-directory`
/// @param embedded    whether an embedded one may be started when no URL is set
/// @param connections how many connections this process holds at most
@Validated
@ConfigurationProperties("tidemark.database")
public record DatabaseProperties(
        @Nullable @Pattern(regexp = "jdbc:postgresql:.+") String url,
        @Nullable String user,
        @Nullable String password,
        @DefaultValue("16") @Positive int connections,
        @DefaultValue("true") boolean embedded) {
    /// Leaves the password out.
    @Override
    public String toString() {
        return "DatabaseProperties[url=" + url + ", user=" + user + "]";
    }
}
