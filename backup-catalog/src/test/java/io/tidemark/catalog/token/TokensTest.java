package io.tidemark.catalog.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.catalog.CatalogException;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunQueue;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

@ExtendWith(SharedCatalog.class)
class TokensTest {
    private static final byte[] THIS = new byte[32];
    private static final byte[] THAT = {
        1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8
    };

    private final ApplicationContext catalog;
    private final Samples samples;
    private final Tokens tokens;

    TokensTest(ApplicationContext catalog) {
        this.catalog = catalog;
        this.samples = new Samples(catalog);
        this.tokens = catalog.getBean(Tokens.class);
    }

    @Test
    void aTokenOpensUntilItIsRevokedAndIsKeptNowhere() {
        IssuedToken token = tokens.issue("ci");

        assertThat(token.secret()).startsWith("tmk_").hasSizeGreaterThan(40);
        assertThat(token.toString()).doesNotContain(token.secret());
        assertThat(tokens.authenticate(token.secret()))
                .hasValueSatisfying(caller -> assertThat(caller.name()).isEqualTo("ci"));
        assertThat(tokens.authenticate(token.secret() + "x")).isEmpty();
        assertThat(tokens.none()).isFalse();
        assertThat(samples.jdbc()
                        .sql("select t::text from api_tokens t where name = 'ci'")
                        .query((row, n) -> row.getString(1))
                        .single())
                .doesNotContain(token.secret());
        tokens.revoke(token.id());
        assertThat(tokens.authenticate(token.secret())).isEmpty();
    }

    @Test
    void aUseIsNotedToTheMinute() {
        IssuedToken token = tokens.issue("used");

        tokens.authenticate(token.secret());
        Instant first = lastUse(token);
        tokens.authenticate(token.secret());
        assertThat(lastUse(token)).isEqualTo(first).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));

        samples.jdbc()
                .sql("update api_tokens set last_used_at = last_used_at - interval '61 seconds' where id = ?")
                .param(token.id())
                .update();
        tokens.authenticate(token.secret());
        assertThat(lastUse(token)).isAfterOrEqualTo(first);
    }

    private Instant lastUse(IssuedToken token) {
        return samples.jdbc()
                .sql("select last_used_at from api_tokens where id = ?")
                .param(token.id())
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .single();
    }

    @Test
    void refusesTakenNamesAndWeakSecrets() {
        tokens.issue("twin");

        refused("token-exists", () -> tokens.issue("twin"));
        refused("token-weak", () -> tokens.enter("weak", "tmk_short"));
        assertThat(tokens.enter("given", "tmk_0123456789abcdef0123").secret()).isEqualTo("tmk_0123456789abcdef0123");
    }

    @Test
    void aRequestUnderOneKeyStartsOneRun() {
        IdempotencyKeys keys = catalog.getBean(IdempotencyKeys.class);
        IssuedToken token = tokens.issue("repeats");
        RepositoryEntryId repository = samples.repository("repeats");
        RunOrder order = new RunOrder.Backup(samples.machine("repeats"), repository, RequestedMode.AUTO);
        Supplier<UUID> start =
                () -> catalog.getBean(RunQueue.class).submit(order).id();

        UUID first = keys.once(token.id(), "key", THIS, Created.RUN, start);
        UUID again = keys.once(token.id(), "key", THIS, Created.RUN, start);

        assertThat(again).isEqualTo(first);
        refused("idempotency-key-reused", () -> keys.once(token.id(), "key", THAT, Created.RUN, start));
        refused("run-already-active", () -> keys.once(token.id(), "key-2", THIS, Created.RUN, start));
        catalog.getBean(RunQueue.class).cancel(new RunId(first));
        assertThat(keys.once(token.id(), "key-2", THIS, Created.RUN, start)).isNotEqualTo(first);
    }

    private static void refused(String code, Runnable request) {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(request::run)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
