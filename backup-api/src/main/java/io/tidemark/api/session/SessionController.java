package io.tidemark.api.session;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Caller;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.version.ServerVersion;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/session")
@Tag(name = "session")
class SessionController {
    private final ServerVersion version;

    SessionController(ServerVersion version) {
        this.version = version;
    }

    @GetMapping
    @Requires(Permission.WATCH)
    @Operation(operationId = "getSession", summary = "Say whose token this is")
    SessionView get(@AuthenticationPrincipal Caller caller) {
        return new SessionView(caller.name(), caller.role().word(), version.text());
    }
}
