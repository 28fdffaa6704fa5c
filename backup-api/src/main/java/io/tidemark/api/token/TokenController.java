package io.tidemark.api.token;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.page.Page;
import io.tidemark.catalog.token.Tokens;
import jakarta.validation.Valid;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// A token is made without an idempotency key: its secret is shown once and kept nowhere, so no repetition
/// could be answered with it. Nor does a repetition make a second token: names are unique, it is told
/// `token-exists`.
@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "tokens")
class TokenController {
    private final Tokens tokens;

    TokenController(Tokens tokens) {
        this.tokens = tokens;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "createToken", summary = "Make an API token; only this answer shows it")
    NewToken create(@RequestBody @Valid CreateToken request) {
        return NewToken.of(tokens.issue(request.name()));
    }

    @GetMapping
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "listTokens", summary = "List all API tokens by name")
    Page<TokenView> list() {
        return Page.whole(tokens.views(), TokenView::of);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "deleteToken", summary = "Revoke an API token at once")
    void delete(@PathVariable UUID id) {
        tokens.revoke(id);
    }
}
