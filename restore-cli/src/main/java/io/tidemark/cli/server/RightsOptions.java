package io.tidemark.cli.server;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a token or a user may do, and with which machines.
final class RightsOptions {
    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            description = "viewer, operator, backup-only or admin.")
    private String role = "";

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "Only for machines with this label; repeatable.")
    private @Nullable Map<String, String> bounds;

    /// Enters them into the body of a request.
    void into(Map<String, Object> body) {
        body.put("role", role);
        if (bounds != null) {
            body.put("bounds", bounds);
        }
    }
}
