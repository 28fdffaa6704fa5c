package io.tidemark.api.token;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Caller;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.audit.AuditNote;
import io.tidemark.api.page.Page;
import io.tidemark.api.page.PageQuery;
import io.tidemark.api.page.SortedBy;
import io.tidemark.catalog.audit.AuditSubject;
import io.tidemark.catalog.token.IssuedToken;
import io.tidemark.catalog.token.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
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
    @Requires(value = Permission.DELEGATE, heedsBounds = true)
    @Operation(operationId = "createToken", summary = "Make an API token; only this answer shows it")
    NewToken create(
            @RequestBody @Valid CreateToken request, @AuthenticationPrincipal Caller caller, HttpServletRequest http) {
        IssuedToken made = tokens.issue(request.terms(caller));
        // A token has no address that the answer could give, which is where else the trail finds what was made.
        AuditNote.of(http)
                .ifPresent(
                        note -> note.subject(new AuditSubject("token", made.id().toString())));
        return NewToken.of(made);
    }

    @GetMapping
    @Requires(value = Permission.DELEGATE, heedsBounds = true)
    @SortedBy({"name", "createdAt", "expiresAt", "lastUsedAt"})
    @Operation(operationId = "listTokens", summary = "List API tokens: all for an admin, else one's own")
    Page<TokenView> list(
            @ParameterObject @Valid TokenQuery query,
            @ParameterObject @Valid PageQuery page,
            @AuthenticationPrincipal Caller caller) {
        UUID only = owner(caller);
        if (only != null && query.owner() != null && !only.equals(query.owner())) {
            return new Page<>(List.of(), null);
        }
        return Page.of(tokens.page(query.filter(only), page.request()), TokenView::of);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(value = Permission.DELEGATE, heedsBounds = true)
    @Operation(operationId = "deleteToken", summary = "Revoke an API token at once: any for an admin, else one's own")
    void delete(@PathVariable UUID id, @AuthenticationPrincipal Caller caller) {
        tokens.revoke(id, owner(caller));
    }

    /// Whose tokens a caller sees; null for everybody's. A caller without a user behind it has none: its own id is
    /// nobody's.
    private static @Nullable UUID owner(Caller caller) {
        if (caller.may(Permission.ADMINISTER)) {
            return null;
        }
        return caller.user() == null ? caller.id() : caller.user();
    }
}
