package io.tidemark.catalog.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.testing.Seeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Seeded
class ServerKeysTest {
    private static final String KEY = "q2Vx3y0vX0m2mJ3b3Hj9w1yq8m0b8F5nqkZ0S8kq0mE=";
    private static final String OTHER = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final SecretPlace PLACE = new SecretPlace("repository_secrets", "passphrase", UUID.randomUUID());

    @RepeatedTest(20)
    void whatWasSealedOpensInItsPlaceOnly(RandomGenerator random) {
        byte[] secret = new byte[random.nextInt(1, 2000)];
        random.nextBytes(secret);
        ServerKeys keys = keys(KEY);

        SealedSecret sealed = keys.seal(PLACE, secret);

        assertThat(keys.open(PLACE, sealed)).isEqualTo(secret);
        refuses(
                "secret-key-wrong",
                () -> keys.open(new SecretPlace("repository_secrets", "credentials", PLACE.row()), sealed));
        refuses("secret-key-wrong", () -> keys.open(new SecretPlace("other", "passphrase", PLACE.row()), sealed));
        refuses(
                "secret-key-wrong",
                () -> keys.open(new SecretPlace("repository_secrets", "passphrase", UUID.randomUUID()), sealed));
    }

    @RepeatedTest(50)
    void whatWasChangedDoesNotOpen(RandomGenerator random) {
        ServerKeys keys = keys(KEY);
        byte[] changed = keys.seal(PLACE, "ebb and flow".getBytes(UTF_8)).bytes();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));

        refuses(
                "secret-key-wrong",
                () -> keys.open(PLACE, new SealedSecret(keys.sealingKey().orElseThrow(), changed)));
        refuses(
                "secret-key-wrong",
                () -> keys.open(PLACE, new SealedSecret(keys.sealingKey().orElseThrow(), new byte[5])));
    }

    @Test
    void theSameSecretIsSealedDifferentlyEachTime() {
        ServerKeys keys = keys(KEY);

        assertThat(keys.seal(PLACE, new byte[8]).bytes())
                .isNotEqualTo(keys.seal(PLACE, new byte[8]).bytes());
    }

    @Test
    void withoutAKeyNothingIsSealedOrOpened() {
        SealedSecret sealed = keys(KEY).seal(PLACE, new byte[] {1});

        refuses("secret-key-missing", () -> keys(null).seal(PLACE, new byte[] {1}));
        refuses("secret-key-missing", () -> keys(null).open(PLACE, sealed));
        refuses("secret-key-wrong", () -> keys(OTHER).open(PLACE, sealed));
    }

    @Test
    void anOldKeyOpensAndSealsNothing(@TempDir Path directory) throws IOException {
        SealedSecret sealed = keys(KEY).seal(PLACE, new byte[] {1});
        Path old = Files.writeString(directory.resolve("old"), KEY + "\n");
        Path present = Files.writeString(directory.resolve("present"), OTHER + "\n");
        ServerKeys both = new ServerKeys(new SecretsProperties(present, null, List.of(old)));

        assertThat(both.open(PLACE, sealed)).containsExactly(1);
        assertThat(both.seal(PLACE, new byte[] {1}).keyId()).isNotEqualTo(sealed.keyId());
        refuses(
                "secret-key-missing",
                () -> new ServerKeys(new SecretsProperties(null, null, List.of(old))).seal(PLACE, new byte[] {1}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "AAAA", "q2Vx3y0vX0m2mJ3b3Hj9w1yq8m0b8F5nqkZ0S8kq0mE=AAAA", "!!!!"})
    void whatIsNoKeyIsRefusedWithoutRepeatingIt(String text, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("key"), text);

        assertThatExceptionOfType(SecretKeyInvalid.class)
                .isThrownBy(() -> new ServerKeys(new SecretsProperties(file, null, List.of())))
                .withMessageContaining(file.toString())
                .satisfies(refused -> assertThat(refused.getCause()).isNull())
                .satisfies(refused -> assertThat(String.valueOf(refused.getMessage()))
                        .doesNotContain(text.isEmpty() ? "no text" : text));
        refuses("secret-key-invalid", () -> keys(text));
    }

    @Test
    void aFileThatIsNotThereOrASecondKeyIsRefused(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("key"), KEY);

        refuses(
                "secret-key-invalid",
                () -> new ServerKeys(new SecretsProperties(directory.resolve("none"), null, List.of())));
        refuses("secret-key-invalid", () -> new ServerKeys(new SecretsProperties(file, KEY, List.of())));
        refuses(
                "secret-key-invalid",
                () -> new ServerKeys(new SecretsProperties(file, null, List.of(directory.resolve("none")))));
    }

    @Test
    void nothingPrintsASecret() {
        byte[] plain = "planted-secret".getBytes(UTF_8);
        String raw = Base64.getEncoder().encodeToString(plain);

        assertThat(List.of(
                        new S3KeyPair("planted-secret", "planted-secret").toString(),
                        new SecretsProperties(null, KEY, List.of()).toString(),
                        ServerKey.parse(KEY, "here").toString(),
                        keys(KEY).seal(PLACE, plain).toString(),
                        PLACE.toString()))
                .noneMatch(text -> text.contains("planted-secret") || text.contains(KEY) || text.contains(raw));
    }

    private static ServerKeys keys(@Nullable String key) {
        return new ServerKeys(new SecretsProperties(null, key, List.of()));
    }

    private static void refuses(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(io.tidemark.catalog.CatalogException.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
