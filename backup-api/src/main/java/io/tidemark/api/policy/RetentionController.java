package io.tidemark.api.policy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Caller;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.run.Ordered;
import io.tidemark.api.run.RunView;
import io.tidemark.catalog.PolicyId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/policies/{id}/retention")
@Tag(name = "policies")
class RetentionController {
    private final Ordered ordered;

    RetentionController(Ordered ordered) {
        this.ordered = ordered;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Requires(Permission.PRUNE)
    @Operation(operationId = "startRetention", summary = "Delete what a policy's rules do not keep of a machine, now")
    ResponseEntity<RunView> start(
            @PathVariable UUID id,
            @RequestBody @Valid StartRetention request,
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable @Size(min = 1, max = 255)
                    String idempotencyKey) {
        return ordered.run(request.order(new PolicyId(id)), request.ifActive(), caller, idempotencyKey);
    }
}
