package io.tidemark.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.PageRequest;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.catalog.token.TokenFilter;
import io.tidemark.catalog.token.Tokens;
import io.tidemark.catalog.user.Users;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@CatalogTest
class FirstTokenTest {

    @Test
    void aServerWithoutATokenTakesOneOrMakesOneAndSaysItOnce(TestDatabase database) {
        try (RunningServer server = RunningServer.start(database)) {
            Tokens tokens = server.context().getBean(Tokens.class);
            Users users = server.context().getBean(Users.class);

            assertThat(startWith(tokens, users, null)).isEmpty();
            assertThat(startWith(tokens, users, "tmk_another-token-0000000000")).isEmpty();
            assertThat(tokens.authenticate("tmk_another-token-0000000000")).isEmpty();

            tokens.page(TokenFilter.ALL, PageRequest.FIRST).items().forEach(token -> tokens.revoke(token.id()));
            assertThatThrownBy(() -> startWith(tokens, users, "short"))
                    .isInstanceOf(InvalidRequest.class)
                    .hasMessageContaining("20");
            assertThat(startWith(tokens, users, "tmk_another-token-0000000000")).isEmpty();
            assertThat(tokens.authenticate("tmk_another-token-0000000000")).isPresent();

            tokens.page(TokenFilter.ALL, PageRequest.FIRST).items().forEach(token -> tokens.revoke(token.id()));
            String printed = startWith(tokens, users, null);
            assertThat(printed).matches("API token \\(shown once\\): tmk_[A-Za-z0-9_-]{43}\n");
            assertThat(tokens.authenticate(
                            printed.substring(printed.indexOf("tmk_")).strip()))
                    .isPresent();
            assertThat(startWith(tokens, users, null)).isEmpty();
        }
    }

    private static String startWith(Tokens tokens, Users users, @Nullable String given) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FirstToken(
                        tokens,
                        users,
                        new FirstTokenProperties(given),
                        new PrintStream(out, true, StandardCharsets.UTF_8))
                .afterSingletonsInstantiated();
        return out.toString(StandardCharsets.UTF_8);
    }
}
