package io.tidemark.api.notification;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tidemark.api.audit.AuditedInPart;
import io.tidemark.api.name.Name;
import io.tidemark.api.problem.FieldsException;
import io.tidemark.api.secret.SecretText;
import io.tidemark.catalog.notification.ChannelKind;
import io.tidemark.catalog.notification.ChannelTerms;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where notifications go; the body of both POST and PUT.
///
/// @param kind  `webhook` or `email`; stays as it is made
/// @param url  of a webhook's receiver
/// @param secret  what a webhook's messages are signed with; absent in a change: stays as it is. Never shown
/// @param recipients  addresses of e-mail
record ChannelDefinition(
        @NotNull @Name String name,
        @NotNull ChannelKind kind,
        @Nullable @ReceiverUrl String url,

        @Nullable @Schema(implementation = String.class, format = "password", minLength = 16, maxLength = 200)
        SecretText secret,

        @Nullable @Size(min = 1, max = 50)
        List<
                        @NotNull @Size(max = 254)
                        @Pattern(
                                regexp = "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?",
                                message = "must be an address such as backup@example.org")
                        String>
                recipients)
        implements AuditedInPart {
    private static final int SHORTEST_SECRET = 16;
    private static final int LONGEST_SECRET = 200;

    ChannelDefinition {
        recipients = recipients == null ? null : List.copyOf(recipients);
    }

    /// The address of a webhook may be a secret itself, so only its host is told.
    @Override
    public Object audited() {
        return new Told(
                name,
                kind,
                url == null ? null : URI.create(url).getHost(),
                recipients,
                secret == null ? "kept" : "set");
    }

    private record Told(
            String name,
            ChannelKind kind,
            @Nullable String host,
            @Nullable List<String> recipients,
            String secret) {
        Told {
            recipients = recipients == null ? null : List.copyOf(recipients);
        }
    }

    /// @throws FieldsException when it has not what its kind needs, or has what belongs to another
    ChannelTerms terms() {
        require("url", kind == ChannelKind.WEBHOOK, url);
        require("recipients", kind == ChannelKind.EMAIL, recipients);
        if (kind != ChannelKind.WEBHOOK) {
            require("secret", false, secret);
        }
        return new ChannelTerms(name, kind, url, recipients == null ? List.of() : recipients);
    }

    /// The secret of a new channel; null for one that has none.
    @Nullable
    String newSecret() {
        if (kind == ChannelKind.WEBHOOK) {
            require("secret", true, secret);
        }
        return changedSecret();
    }

    /// The secret in place of the present one; null to keep that.
    @Nullable
    String changedSecret() {
        return secret == null ? null : secret.within("secret", SHORTEST_SECRET, LONGEST_SECRET);
    }

    private void require(String field, boolean needed, @Nullable Object value) {
        if (needed != (value != null)) {
            throw new FieldsException(
                    field, needed ? "must be given" : "does not belong to a channel of kind " + kind.word());
        }
    }
}
