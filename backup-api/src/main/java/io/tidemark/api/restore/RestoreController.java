package io.tidemark.api.restore;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Caller;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.run.Ordered;
import io.tidemark.api.run.RunView;
import io.tidemark.catalog.user.WithinBounds;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/restores")
@Tag(name = "restores")
class RestoreController {
    private final Ordered ordered;
    private final WithinBounds within;

    RestoreController(Ordered ordered, WithinBounds within) {
        this.ordered = ordered;
        this.within = within;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Requires(value = Permission.RESTORE, heedsBounds = true)
    @Operation(operationId = "startRestore", summary = "Restore a disk of a point into a new image")
    ResponseEntity<RunView> start(
            @RequestBody @Valid StartRestore request,
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable @Size(min = 1, max = 255)
                    String idempotencyKey) {
        within.requirePoint(caller.bounds(), request.point());
        return ordered.run(request.order(), caller, idempotencyKey);
    }
}
