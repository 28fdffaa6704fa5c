package io.tidemark.api.secret;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.catalog.secret.ResealSecrets;
import io.tidemark.catalog.secret.ServerKeys;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/secrets")
@Tag(name = "secrets")
class SecretKeyController {
    private final ServerKeys keys;
    private final ResealSecrets reseal;

    SecretKeyController(ServerKeys keys, ResealSecrets reseal) {
        this.keys = keys;
        this.reseal = reseal;
    }

    @GetMapping("/keys")
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "listSecretKeys", summary = "Say under which keys secrets are sealed, by the keys' ids")
    SecretKeysView keys() {
        return new SecretKeysView(
                keys.sealingKey().orElse(null),
                reseal.uses().stream().map(SecretKeysView.SealingKey::of).toList());
    }

    @PostMapping("/reseal")
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "resealSecrets", summary = "Seal under the present key what older keys have sealed")
    ResealedView reseal() {
        return new ResealedView(reseal.reseal());
    }
}
