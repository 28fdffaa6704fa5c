package io.tidemark.api.audit;

import io.tidemark.catalog.audit.AuditCheck;
import io.tidemark.catalog.audit.AuditHead;
import io.tidemark.catalog.audit.CheckAudit;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// `java -jar tidemark-server.jar audit-check [NUMBER HASH] [--tidemark.database.url=… …]`: checks the
/// audit trail on the database itself, whether or not a server runs. It reads the server's configuration
/// and changes nothing. Exit code 0: intact; 13: broken; 2: wrong usage.
public final class AuditCheckCommand {
    /// What the first argument says to get it.
    public static final String NAME = "audit-check";

    private static final int INTACT = 0;
    private static final int USAGE = 2;
    private static final int BROKEN = 13;

    private AuditCheckCommand() {}

    /// Checks and says what was found.
    ///
    /// @param arguments all of the command line, [#NAME] first
    /// @return the exit code
    public static int run(List<String> arguments, PrintStream out) {
        List<String> words = arguments.stream()
                .skip(1)
                .filter(each -> !each.startsWith("--"))
                .toList();
        AuditHead kept = kept(words);
        if (kept == null && !words.isEmpty()) {
            out.println("Usage: " + NAME + " [NUMBER HASH]; a hash has 64 hexadecimal digits in lower case");
            return USAGE;
        }
        String[] properties =
                arguments.stream().filter(each -> each.startsWith("--")).toArray(String[]::new);
        try (ConfigurableApplicationContext catalog = new SpringApplicationBuilder(CatalogOnly.class)
                .web(WebApplicationType.NONE)
                .properties(Map.of(
                        "tidemark.worker.enabled", "false",
                        "tidemark.database.embedded", "false",
                        "management.endpoint.health.validate-group-membership", "false",
                        "spring.flyway.enabled", "false",
                        "spring.jpa.hibernate.ddl-auto", "none",
                        "logging.level.root", "error"))
                .run(properties)) {
            return tell(catalog.getBean(CheckAudit.class).check(kept), out);
        }
    }

    private static @Nullable AuditHead kept(List<String> words) {
        return words.size() == 2
                        && words.getFirst().matches("[0-9]{1,18}")
                        && words.getLast().matches("[0-9a-f]{64}")
                ? new AuditHead(Long.parseLong(words.getFirst()), words.getLast())
                : null;
    }

    private static int tell(AuditCheck check, PrintStream out) {
        return switch (check) {
            case AuditCheck.Intact(AuditHead(long number, String hash)) -> {
                out.println("intact: " + number + " " + hash);
                yield INTACT;
            }
            case AuditCheck.Broken(long number, var expected, var found, String reason) -> {
                out.println("broken at " + number + ": " + reason
                        + (expected == null && found == null
                                ? ""
                                : " Expected " + hash(expected) + ", found " + hash(found) + "."));
                yield BROKEN;
            }
        };
    }

    private static String hash(@Nullable String hash) {
        return hash == null ? "no entry" : hash;
    }

    /// The catalog, and nothing of the server.
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class CatalogOnly {}
}
