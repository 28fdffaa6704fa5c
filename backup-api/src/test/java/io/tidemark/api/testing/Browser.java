package io.tidemark.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;

/// What a browser does of interest here: it keeps cookies and sends them along. It does not follow redirects by itself.
/// After a log-in it sends the CSRF token that the server told it, as the dashboard does.
public final class Browser implements AutoCloseable {
    private static final String SESSION = "tidemark-session";

    private final URI server;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private String csrfHeader = "X-CSRF-TOKEN";
    private String csrfToken = "";

    public Browser(RunningServer server) {
        this.server = server.address();
    }

    /// Logs in and keeps what a log-in brings.
    public Answer logIn(String name, String password) {
        Answer answer = tryToLogIn(name, password);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return remember(answer);
    }

    public Answer tryToLogIn(String name, String password) {
        return send(HttpRequest.newBuilder(server.resolve("/api/v1/session"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\": \"%s\", \"password\": \"%s\"}".formatted(name, password))));
    }

    /// Takes the CSRF token from an answer that tells the session.
    public Answer remember(Answer session) {
        csrfHeader = session.body().at("/csrf/header").asString();
        csrfToken = session.body().at("/csrf/token").asString();
        return session;
    }

    /// Sends no CSRF token from now on, like a page of somebody else.
    public void forgetCsrfToken() {
        csrfToken = "";
    }

    public Answer get(String path) {
        return send(HttpRequest.newBuilder(server.resolve(path)).GET());
    }

    public Answer send(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!csrfToken.isEmpty()) {
            request.header(csrfHeader, csrfToken);
        }
        return send(request);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    /// The session's cookie as it is sent.
    public Optional<String> session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(SESSION))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    /// Puts a cookie of somebody's choice in the session's place.
    public void plant(String value) {
        HttpCookie cookie = new HttpCookie(SESSION, value);
        cookie.setPath("/");
        cookie.setVersion(0);
        cookies.getCookieStore().add(server, cookie);
    }

    @Override
    public void close() {
        http.close();
    }
}
