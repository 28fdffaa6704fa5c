package io.tidemark.cli.repository;

import io.tidemark.cli.terminal.CommandFailure;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.repository.Repository;
import io.tidemark.repository.store.ObjectStore;
import io.tidemark.repository.store.ObjectStores;
import io.tidemark.repository.store.RepositoryLocation;
import io.tidemark.repository.store.StoreCalls;
import io.tidemark.repository.store.StoreLimits;
import io.tidemark.repository.store.StoreMeter;
import io.tidemark.repository.store.StoreOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which repository a command works on, and how it is reached. Credentials of S3 come by the AWS SDK's own chain.
public final class RepositoryOptions {
    @Option(
            names = "--repository",
            paramLabel = "LOCATION",
            description = "The repository: s3://bucket/prefix or file:/directory. Default: $TIDEMARK_REPOSITORY.")
    private @Nullable String location;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "The S3 server, when it is not Amazon's. Default: $AWS_ENDPOINT_URL_S3.")
    private @Nullable String endpoint;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            description = "The region that requests are signed for. Default: $AWS_REGION.")
    private @Nullable String region;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "The passphrase of a sealed repository: the first line of FILE. Default:"
                            + " $TIDEMARK_PASSPHRASE, or the first line of $TIDEMARK_PASSPHRASE_FILE, or asked for at a terminal.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--cache-directory",
            paramLabel = "DIRECTORY",
            description = "Where copies of the index are kept between commands; may be deleted at any time."
                    + " Default: $XDG_CACHE_HOME/tidemark or ~/.cache/tidemark.")
    private @Nullable Path cacheDirectory;

    @Option(
            names = "--limit-requests",
            paramLabel = "NUMBER",
            defaultValue = "0",
            converter = RequestRateWord.class,
            description = "Make at most so many requests a second to the store. Default: 0, no limit.")
    private double limitRequests;

    @Option(
            names = "--limit-rate",
            paramLabel = "SIZE",
            defaultValue = "0",
            converter = ByteRateWord.class,
            description = "Move at most so much in a second to the store, and as much from it: 500K, 20M, 1G; at least"
                    + " 64K. Default: 0, no limit.")
    private long limitRate;

    private StoreMeter meter = new StoreMeter(StoreLimits.NONE);

    /// Where the repository is.
    ///
    /// @throws CommandFailure when none was named, or the text is no location
    public RepositoryLocation location(Terminal terminal) throws CommandFailure {
        String text = terminal.given(location, "TIDEMARK_REPOSITORY")
                .orElseThrow(() -> CommandFailure.usage("No repository named: give"
                        + " --repository s3://bucket/prefix (or file:/directory), or set TIDEMARK_REPOSITORY"));
        try {
            return RepositoryLocation.parse(text);
        } catch (IllegalArgumentException thrown) {
            throw CommandFailure.usage(String.valueOf(thrown.getMessage()));
        }
    }

    /// Opens the store of the repository; the caller closes it.
    public ObjectStore openStore(Terminal terminal) throws CommandFailure, IOException {
        RepositoryLocation where = location(terminal);
        StoreOptions options = StoreOptions.defaults().withRegion(region);
        if (endpoint != null) {
            try {
                options = options.withEndpoint(new URI(endpoint));
            } catch (URISyntaxException | IllegalArgumentException thrown) {
                throw CommandFailure.usage("--endpoint: " + thrown.getMessage());
            }
        }
        meter = new StoreMeter(new StoreLimits(limitRequests, limitRate));
        return ObjectStores.open(where, options, meter);
    }

    /// What was asked of the store since it was opened.
    public StoreCalls cost() {
        return meter.calls();
    }

    /// Opens the repository over `store`; the caller closes both. Refused when a passphrase was given and nothing is
    /// sealed: who gives one believes that the data is.
    public Repository open(ObjectStore store, Terminal terminal) throws CommandFailure, IOException {
        return Repository.open(
                store, cacheDirectory(terminal), passphrase(terminal).source());
    }

    /// How the passphrase comes in.
    PassphraseWays passphrase(Terminal terminal) {
        return new PassphraseWays(terminal, passphraseFile, "TIDEMARK_PASSPHRASE");
    }

    /// Where copies of the index are kept between commands.
    Path cacheDirectory(Terminal terminal) throws CommandFailure {
        if (cacheDirectory != null) {
            return cacheDirectory.toAbsolutePath();
        }
        try {
            return terminal.environment("XDG_CACHE_HOME")
                    .map(Path::of)
                    // The XDG specification: a relative path is to be ignored.
                    .filter(Path::isAbsolute)
                    .orElseGet(() -> Path.of(
                            terminal.environment("HOME").orElseGet(() -> System.getProperty("user.home")), ".cache"))
                    .resolve("tidemark");
        } catch (InvalidPathException thrown) {
            throw CommandFailure.usage("The cache directory of XDG_CACHE_HOME or HOME is no path: "
                    + thrown.getMessage() + ". Give --cache-directory.");
        }
    }
}
