package io.tidemark.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.api.password.Passwords;
import io.tidemark.api.testing.RunningServer;
import io.tidemark.catalog.Bounds;
import io.tidemark.catalog.testing.CatalogTest;
import io.tidemark.catalog.testing.TestDatabase;
import io.tidemark.catalog.user.Users;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server with TLS of its own, by a bundle of Spring Boot as `docs/operations/secure.md` tells.
@CatalogTest
class TlsTest {
    private static final String PASSWORD = "correct horse battery";

    @Test
    void cookiesAreSecureAndBrowsersComeBackByTlsAlone(TestDatabase database, @TempDir Path folder) throws Exception {
        Path store = folder.resolve("server.p12");
        makeCertificate(store);
        String bundle = "--spring.ssl.bundle.jks.tidemark.keystore.";
        try (RunningServer server = RunningServer.start(
                        database,
                        "--server.ssl.bundle=tidemark",
                        bundle + "location=file:" + store,
                        bundle + "password=" + PASSWORD);
                HttpClient http =
                        HttpClient.newBuilder().sslContext(trusting(store)).build()) {
            Passwords passwords = server.context().getBean(Passwords.class);
            server.context()
                    .getBean(Users.class)
                    .create("anna", "viewer", Bounds.NONE, passwords.hash(PASSWORD, "anna"));
            URI address = URI.create("https://localhost:" + server.address().getPort());

            HttpResponse<String> page =
                    http.send(HttpRequest.newBuilder(address.resolve("/login")).build(), BodyHandlers.ofString());
            HttpResponse<String> logIn = http.send(
                    HttpRequest.newBuilder(address.resolve("/api/v1/session"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"name\": \"anna\", \"password\": \"" + PASSWORD + "\"}"))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(page.headers().firstValue("Strict-Transport-Security"))
                    .hasValueSatisfying(value -> assertThat(value).contains("max-age=31536000"));
            assertThat(logIn.statusCode()).as(logIn.body()).isEqualTo(201);
            assertThat(logIn.headers().firstValue("Set-Cookie"))
                    .hasValueSatisfying(
                            value -> assertThat(value).contains("; Secure", "; HttpOnly", "; SameSite=Lax"));
        }
    }

    private static void makeCertificate(Path store) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=DNS:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private static SSLContext trusting(Path store) throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store)) {
            own.load(bytes, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", own.getCertificate(own.aliases().nextElement()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
