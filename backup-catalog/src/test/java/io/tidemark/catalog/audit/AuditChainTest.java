package io.tidemark.catalog.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditChainTest {
    private static final AuditEntry ENTRY = new AuditEntry(
            1,
            Instant.parse("2026-11-23T17:04:05.120Z"),
            "single",
            null,
            "0193abcd-0000-7000-8000-000000000001",
            "createMachine",
            "POST /api/v1/machines",
            "machine",
            null,
            "token",
            "t-1",
            "Jürgen 💾",
            "127.0.0.1",
            409,
            "{\"name\":\"web\"}",
            "");

    @Test
    void theHashIsWhatTheDocumentationSays() {
        // Made by docs/auditor/check_audit.py.
        assertThat(AuditChain.text(AuditChain.hash(AuditChain.BEGINNING, ENTRY)))
                .isEqualTo("2fc7c7e0d128beccec0382a0a1d32453ae914a682829def0cb924b2d5210bf3c");
    }

    @Test
    void textThatPostgresWouldNotGiveBackAsItIsBecomesSuch() {
        AuditEvent event = new AuditEvent(
                UUID.randomUUID(),
                " ",
                "POST /a\u0000\n/b",
                new AuditSubject("", "x".repeat(500)),
                new AuditCaller("token", null, "half \ud83d a pair"),
                null,
                null,
                "");

        assertThat(event.operation()).isNull();
        assertThat(event.change()).isNull();
        assertThat(event.request()).isEqualTo("POST /a  /b");
        assertThat(event.subject()).isEqualTo(new AuditSubject("unknown", "x".repeat(199) + "…"));
        assertThat(event.caller()).isEqualTo(new AuditCaller("token", null, "half ? a pair"));
    }
}
