package io.tidemark.api.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.api.problem.ProblemException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "elevenchars",
                "aaaaaaaaaaaaaaaa",
                "abababababab",
                "annas-secret-word",
                "my-name-is-ANNA",
                "password1234",
                "Password1234!",
                "123456789012",
                "qwertzuiop12",
                "changeme-changeme"
            })
    void refusesWhatIsGuessedFirst(String password) {
        assertThatThrownBy(() -> new Passwords().hash(password, "anna"))
                .isInstanceOf(ProblemException.class)
                .extracting(refused -> ((ProblemException) refused).type().code())
                .isEqualTo("password-weak");
    }

    @Test
    void takesLongOnesAndTellsThemFromOthers() {
        Passwords passwords = new Passwords();

        String hash = passwords.hash("correct horse battery", "anna");

        assertThat(hash).startsWith("{argon2id}$argon2id$").doesNotContain("horse");
        assertThat(passwords.hash("correct horse battery", "anna")).isNotEqualTo(hash);
        assertThat(passwords.fit("correct horse battery", Optional.of(hash))).isTrue();
        assertThat(passwords.fit("correct horse batterx", Optional.of(hash))).isFalse();
        assertThat(passwords.fit("correct horse battery", Optional.empty())).isFalse();
        assertThat(passwords.fit("nobody has this password", Optional.empty())).isFalse();
    }
}
