package io.tidemark.api.secret;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.secret.RepositorySecrets;
import jakarta.validation.Valid;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/repositories/{id}")
@Tag(name = "repositories")
class RepositorySecretsController {
    private final RepositorySecrets secrets;

    RepositorySecretsController(RepositorySecrets secrets) {
        this.secrets = secrets;
    }

    @GetMapping("/secrets")
    @Requires(Permission.CONFIGURE)
    @Operation(
            operationId = "getRepositorySecrets",
            summary = "Say which secrets of a repository are set, and since when")
    RepositorySecretsView get(@PathVariable UUID id) {
        return RepositorySecretsView.of(secrets.view(new RepositoryEntryId(id)));
    }

    @PutMapping("/credentials")
    @Requires(Permission.CONFIGURE)
    @Operation(
            operationId = "setRepositoryCredentials",
            summary = "Set the key pair that workers use for the store; it is sealed and never shown again")
    RepositorySecretsView setCredentials(@PathVariable UUID id, @RequestBody @Valid SetCredentials credentials) {
        secrets.setCredentials(new RepositoryEntryId(id), credentials.pair());
        return get(id);
    }

    @DeleteMapping("/credentials")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.CONFIGURE)
    @Operation(operationId = "deleteRepositoryCredentials", summary = "Let workers use credentials of their own again")
    void removeCredentials(@PathVariable UUID id) {
        secrets.removeCredentials(new RepositoryEntryId(id));
    }

    @PutMapping("/passphrase")
    @Requires(Permission.CONFIGURE)
    @Operation(
            operationId = "setRepositoryPassphrase",
            summary = "Set the passphrase that workers open the repository with; it is sealed and never shown again")
    RepositorySecretsView setPassphrase(@PathVariable UUID id, @RequestBody @Valid SetPassphrase passphrase) {
        secrets.setPassphrase(new RepositoryEntryId(id), passphrase.bytes());
        return get(id);
    }

    @DeleteMapping("/passphrase")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.CONFIGURE)
    @Operation(operationId = "deleteRepositoryPassphrase", summary = "Let workers use passphrases of their own again")
    void removePassphrase(@PathVariable UUID id) {
        secrets.removePassphrase(new RepositoryEntryId(id));
    }
}
