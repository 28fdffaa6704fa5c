package io.tidemark.api.oidc;

import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// What an account of an OpenID provider may do here.
///
/// @param roleClaim  the claim that is looked at, a text or a list of texts; dots lead into claims within claims
/// @param boundsClaim  the claim with labels that bound the user, as `key=value` or a list of such; `*` for no bounds
/// @param admins  values of the claim that make an admin
/// @param operators  values that make an operator, unless another makes an admin
/// @param backupOnly  values that let somebody start backups alone, unless another gives more
/// @param viewers  values that make a viewer, unless another gives more
@Validated
@ConfigurationProperties("tidemark.login.oidc")
record OidcProperties(
        @NotBlank @DefaultValue("groups") String roleClaim,
        @Nullable String boundsClaim,
        @Nullable List<String> admins,
        @Nullable List<String> operators,
        @Nullable List<String> backupOnly,
        @Nullable List<String> viewers) {}
