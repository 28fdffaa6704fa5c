package io.tidemark.cli.server;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which server a command drives, and as whom. The options may stand before the command as well as behind it; a token
/// never stands on a command line, where all users of a host can read it.
public final class ServerOptions {
    static final String DEFAULT_SERVER = "http://127.0.0.1:8080";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec command;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server's address. Default: $TIDEMARK_SERVER, or " + DEFAULT_SERVER + ".")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The API token: the first line of FILE. Default: $TIDEMARK_TOKEN.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca-certificate",
            paramLabel = "FILE",
            description = "Certificates (PEM) that the server's is checked with. Default: those that Java trusts.")
    private @Nullable Path caCertificate;

    /// Whether any of them was given.
    public boolean given() {
        return server != null || tokenFile != null || caCertificate != null;
    }

    /// A connection to the server, for the caller to close.
    ///
    /// @throws CommandFailure when an option makes no sense, or there is no token
    public ServerApi open(Terminal terminal) throws CommandFailure, IOException {
        ServerOptions before = command.root().mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(ServerOptions.class::isInstance)
                .map(ServerOptions.class::cast)
                .findFirst()
                .orElse(this);
        server = server == null ? before.server : server;
        tokenFile = tokenFile == null ? before.tokenFile : tokenFile;
        caCertificate = caCertificate == null ? before.caCertificate : caCertificate;
        String address = terminal.given(server, "TIDEMARK_SERVER").orElse(DEFAULT_SERVER);
        return new ServerApi(address(address), token(terminal), caCertificate == null ? null : trusting(caCertificate));
    }

    private static URI address(String text) throws CommandFailure {
        try {
            URI address = new URI(text.endsWith("/") ? text : text + "/");
            boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (http && address.getHost() != null && address.getRawQuery() == null && address.getUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException malformed) {
            throw CommandFailure.usage("\"" + text + "\" is no address of a server: " + malformed.getReason());
        }
        throw CommandFailure.usage(
                "\"" + text + "\" is no address of a server: expected http://host:port or https://host");
    }

    private String token(Terminal terminal) throws CommandFailure, IOException {
        Optional<String> token = Optional.empty();
        if (tokenFile != null) {
            try (var lines = Files.lines(tokenFile)) {
                token = lines.findFirst().map(String::strip).filter(line -> !line.isEmpty());
            }
            if (token.isEmpty()) {
                throw CommandFailure.usage("The first line of " + tokenFile + " is to be an API token, but is empty");
            }
        }
        String found = token.or(() -> terminal.environment("TIDEMARK_TOKEN"))
                .orElseThrow(() -> CommandFailure.usage(
                        "Which token? Set TIDEMARK_TOKEN, or --token-file to a file whose first line it is"));
        if (!found.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw CommandFailure.usage("The API token has characters that no token has");
        }
        return found;
    }

    private static SSLContext trusting(Path file) throws CommandFailure, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, each);
            }
            if (number == 0) {
                throw CommandFailure.usage(file + " holds no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException malformed) {
            throw CommandFailure.usage(file + " is no file of certificates (PEM): " + malformed.getMessage());
        }
    }
}
