package io.tidemark.api.oidc;

import io.tidemark.api.access.Role;
import io.tidemark.catalog.Bounds;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.user.OpenIdAccount;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/// Says what an account may do, from what its provider claims of it.
@Component
class AccountRoles {
    private static final String NO_BOUNDS = "*";
    private static final int LONGEST_NAME = 100;
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^\\p{L}\\p{N} ._:@+-]+");
    private static final Pattern EDGES = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");

    private final OidcProperties properties;

    AccountRoles(OidcProperties properties) {
        this.properties = properties;
    }

    /// What comes of an account.
    sealed interface Verdict {
        record Entitled(OpenIdAccount account) implements Verdict {}

        record Refused(Refusal reason) implements Verdict {}
    }

    /// @param provider  the name under which the provider is registered here
    Verdict judge(String provider, OidcUser account) {
        Optional<Role> role = role(values(account.getClaims(), properties.roleClaim()));
        if (role.isEmpty()) {
            return new Verdict.Refused(Refusal.ROLE_MISSING);
        }
        Optional<Bounds> bounds = bounds(account);
        if (bounds.isEmpty()) {
            return new Verdict.Refused(Refusal.BOUNDS_MISSING);
        }
        String issuer =
                account.getIssuer() == null ? provider : account.getIssuer().toString();
        return new Verdict.Entitled(new OpenIdAccount(
                issuer,
                Objects.requireNonNull(account.getSubject(), "sub"),
                names(provider, account),
                role.get().word(),
                bounds.get()));
    }

    private Optional<Role> role(List<String> values) {
        Map<Role, @Nullable List<String>> givenBy = new LinkedHashMap<>();
        givenBy.put(Role.ADMIN, properties.admins());
        givenBy.put(Role.OPERATOR, properties.operators());
        givenBy.put(Role.BACKUP_ONLY, properties.backupOnly());
        givenBy.put(Role.VIEWER, properties.viewers());
        return givenBy.entrySet().stream()
                .filter(entry ->
                        entry.getValue() != null && entry.getValue().stream().anyMatch(values::contains))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Optional<Bounds> bounds(OidcUser account) {
        String claim = properties.boundsClaim();
        if (claim == null || claim.isBlank()) {
            return Optional.of(Bounds.NONE);
        }
        List<String> values = values(account.getClaims(), claim);
        if (values.equals(List.of(NO_BOUNDS))) {
            return Optional.of(Bounds.NONE);
        }
        try {
            Bounds bounds = Bounds.parse(values);
            return bounds.isNone() ? Optional.empty() : Optional.of(bounds);
        } catch (InvalidRequest noLabels) {
            return Optional.empty();
        }
    }

    /// A claim's texts; none where it is missing or something else.
    private static List<String> values(Map<String, Object> claims, String path) {
        Object value = claims.get(path);
        int dot = path.indexOf('.');
        if (value == null && dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
            Map<String, Object> within = new LinkedHashMap<>();
            inner.forEach((key, member) -> within.put(String.valueOf(key), member));
            return values(within, path.substring(dot + 1));
        }
        return switch (value) {
            case String text -> List.of(text);
            case Collection<?> many ->
                many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }

    /// What to call a user: as the provider does, where that name is free; else with the provider behind it; else by
    /// the
    /// subject, which nobody else has.
    private static List<String> names(String provider, OidcUser account) {
        Stream<@Nullable String> theirs =
                Stream.of(account.getPreferredUsername(), account.getEmail(), account.getFullName());
        String name = theirs.filter(Objects::nonNull)
                .map(AccountRoles::presentable)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        String last = presentable(provider + ":" + account.getSubject());
        return name.isEmpty() ? List.of(last) : List.of(name, presentable(name + "@" + provider), last);
    }

    private static String presentable(String text) {
        String clipped = text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
        return EDGES.matcher(NOT_IN_NAMES.matcher(clipped).replaceAll("-")).replaceAll("");
    }
}
