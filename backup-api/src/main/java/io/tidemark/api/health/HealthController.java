package io.tidemark.api.health;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Open;
import io.tidemark.api.version.ServerVersion;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/health")
@Tag(name = "health")
class HealthController {
    private final CatalogProbe catalog;
    private final ServerVersion version;

    HealthController(CatalogProbe catalog, ServerVersion version) {
        this.catalog = catalog;
        this.version = version;
    }

    @GetMapping
    @Open
    @SecurityRequirements
    @Operation(operationId = "getHealth", summary = "Say whether the server can answer; needs no token")
    @ApiResponse(responseCode = "200", description = "It can")
    @ApiResponse(responseCode = "503", description = "Its catalog does not answer")
    ResponseEntity<HealthView> get() {
        boolean answers = catalog.answers();
        return ResponseEntity.status(answers ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(new HealthView(answers ? HealthView.Status.UP : HealthView.Status.DOWN, version.text()));
    }
}
